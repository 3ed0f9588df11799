/* capsule_import.h: imports the table of a contract's major from a package that offers several.

   A package that offers contracts 1.x and 2.x in one binary seals a table for each, under one name.
   It exports each as `capsule_v1`, `capsule_v2`, and one of them also as `capsule`: the major that
   it had there before, because consumers that were compiled without this header read only that.

     exports.capsule = exports.capsule_v1 = addon.capsule_v1;
     exports.capsule_v2 = addon.capsule_v2;

   A consumer imports the major that it was compiled for; `capsule generate` writes this call:

     const distance_v2_api *distance = (const distance_v2_api *)capsule_import_table(
         env, &distance_v2_contract);
     if (distance == NULL) return NULL; // rejected: a JavaScript exception is pending */
#ifndef CAPSULE_CAPSULE_IMPORT_H
#define CAPSULE_CAPSULE_IMPORT_H

#include "capsule.h"

/* Imports the package of a contract, as capsule_import does, and opens its table of the same major:
   the export of the contract's name, `capsule` by default, or that name with `_v` and a number. Of
   several tables of this major, it opens the one with the highest minor.

     contract   what the consumer was compiled with; in static storage.

   Returns    the table, as capsule_open_table does.
   Thread     that of the environment, in a function that JavaScript calls: not in NAPI_MODULE_INIT.
              While Node loads an addon, loading that of the producer would wait forever.
   Rejects    what capsule_import and capsule_open_table reject. If the package offers other majors
              only, the message lists them. */
static inline const void *capsule_import_table(napi_env env, const capsule_contract *contract);

#include "detail/import_table.h"

#endif
