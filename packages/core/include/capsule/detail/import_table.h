/* import_table.h: chooses among the tables that a package exports for several majors. */
#ifndef CAPSULE_DETAIL_IMPORT_TABLE_H
#define CAPSULE_DETAIL_IMPORT_TABLE_H

#include "import.h"

/* The number of majors that a message lists, and of exports that are read. */
enum { CAPSULE_MAX_OFFERS = 8, CAPSULE_MAX_EXPORTS = 1024 };

/* The tables of one name among the exports of a package. */
typedef struct capsule_offers {
  napi_value fit;                   /* the one of the needed major; NULL if there is none */
  const capsule_envelope *envelope; /* that of `fit`, or of the last one */
  napi_value any;                   /* the last one */
  size_t count;
  const capsule_contract *contracts[CAPSULE_MAX_OFFERS]; /* of different majors, in their order */
} capsule_offers;

/* Adds a contract if there is none of its major yet. The newest majors are kept, in order. */
static inline void capsule_offers_list(capsule_offers *offers, const capsule_contract *contract) {
  const capsule_contract **contracts = offers->contracts;
  size_t at = 0;
  while (at < offers->count && contracts[at]->major < contract->major) at++;
  if (at < offers->count && contracts[at]->major == contract->major) return;
  if (offers->count < CAPSULE_MAX_OFFERS) {
    memmove(contracts + at + 1, contracts + at, (offers->count - at) * sizeof(*contracts));
    offers->count++;
  } else if (at-- == 0) {
    return;
  } else {
    memmove(contracts, contracts + 1, at * sizeof(*contracts));
  }
  contracts[at] = contract;
}

/* Adds an export, if it is a table of the contract's name. */
static inline void capsule_offers_add(napi_env env, napi_value value,
                                      const capsule_contract *needed, capsule_offers *offers) {
  const capsule_gate_result gate = capsule_gate(env, value);
  if (gate.status != CAPSULE_OK || gate.envelope->kind != CAPSULE_TABLE ||
      strcmp(gate.envelope->name, needed->name) != 0)
    return;
  const capsule_contract *contract = gate.envelope->contract;
  capsule_offers_list(offers, contract);
  offers->any = value;
  if (contract->major != needed->major) {
    if (offers->fit == NULL) offers->envelope = gate.envelope;
  } else if (offers->fit == NULL || contract->minor > offers->envelope->contract->minor) {
    offers->fit = value;
    offers->envelope = gate.envelope;
  }
}

static inline void capsule_append_offers(capsule_text *text, const capsule_offers *offers,
                                         const char *conjunction) {
  for (size_t i = 0; i < offers->count; i++) {
    capsule_append(text, "%s", i == 0 ? "" : i + 1 == offers->count ? conjunction : ", ");
    capsule_append_version(text, offers->contracts[i]);
  }
}

/* Fills in the refusal for a package that offers several majors, but not the needed one. */
static inline void capsule_majors_refusal(const capsule_contract *needed,
                                          const capsule_offers *offers, capsule_refusal *refusal) {
  const bool is_older = needed->major > offers->contracts[offers->count - 1]->major;
  capsule_text *advice = &refusal->advice;
  refusal->status = CAPSULE_VERSION_MISMATCH;
  capsule_append(&refusal->expected, "contract %u.x", (unsigned)needed->major);
  capsule_append_offers(&refusal->found, offers, " and ");
  capsule_append(advice, is_older ? "Update " : "Install a version of ");
  capsule_append_package(advice, needed->name);
  capsule_append(advice, "%s with contract %u.x, or compile the consumer for contract ",
                 is_older ? " to a version" : "", (unsigned)needed->major);
  capsule_append_offers(advice, offers, " or ");
  capsule_append(advice, ".\n  needed by ");
  capsule_append_file(advice, needed);
  capsule_append(advice, "\n  offered by ");
  capsule_append_escaped(advice, offers->envelope->file, CAPSULE_PATH_SIZE);
}

/* Imports the package of a contract, and adds its tables. Returns false with an exception pending
   if that fails. */
static inline bool capsule_offers_import(napi_env env, const capsule_contract *contract,
                                         capsule_import_majors majors, capsule_refusal *refusal,
                                         napi_value *value, capsule_offers *offers) {
  capsule_import_result imported;
  uint32_t count = 0;
  if (!capsule_import_exports(env, contract->name, majors, contract->major, refusal, &imported))
    return false;
  *value = imported.value;
  capsule_offers_add(env, imported.value, contract, offers);
  napi_status status = napi_get_array_length(env, imported.majors, &count);
  for (uint32_t i = 0; status == napi_ok && i < count && i < CAPSULE_MAX_EXPORTS; i++) {
    napi_value each = NULL;
    status = napi_get_element(env, imported.majors, i, &each);
    if (status == napi_ok) capsule_offers_add(env, each, contract, offers);
  }
  return status == napi_ok || capsule_throw_status(env, refusal, status) != NULL;
}

static inline const void *capsule_import_table(napi_env env, const capsule_contract *contract) {
  capsule_refusal refusal;
  capsule_offers offers = {NULL, NULL, NULL, 0, {NULL}};
  napi_value value;
  if (contract == NULL) return capsule_throw_invalid_name(env, "Importing", NULL);
  if (!capsule_offers_import(env, contract, CAPSULE_IMPORT_ONE_MAJOR, &refusal, &value, &offers) ||
      (offers.fit == NULL &&
       !capsule_offers_import(env, contract, CAPSULE_IMPORT_ALL_MAJORS, &refusal, &value, &offers)))
    return NULL;
  if (offers.fit != NULL) return capsule_open_table(env, offers.fit, contract);
  if (offers.count > 1) {
    capsule_majors_refusal(contract, &offers, &refusal);
    return capsule_throw(env, &refusal, NULL);
  }
  if (offers.count == 0) offers.any = capsule_require_export(env, value, contract->name, &refusal);
  /* Opening rejects another major, and a capsule without a table. */
  return offers.any == NULL ? NULL : capsule_open_table(env, offers.any, contract);
}

#endif
