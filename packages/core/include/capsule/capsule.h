/* capsule.h: hand a C pointer from one Node-API addon to another, through JavaScript.

     seal         ->   carry       ->   open                 ->   call
     producer, C       JavaScript       consumer, C, once         C to C, for ever after

   A producer seals a pointer in an envelope and writes on the outside what is inside. JavaScript
   carries the envelope; it can read the label, it can never look inside. A consumer checks the
   label, opens the envelope once and keeps the contents. No JavaScript runs between them then.

   A pair, whole. Both addons include the same description of the table:

     typedef struct adder_api {
       size_t size;
       const char *variant;
       double (*add)(double, double);
     } adder_api;

     static const capsule_entry adder_entries[] = {{"add", "f64(f64,f64)", 0, 0}};
     static const capsule_contract adder = CAPSULE_CONTRACT("@example/adder", 1, 0, adder_entries);

   The producer seals it, and hands the value to JavaScript:

     static const adder_api table = {sizeof(adder_api), NULL, add};
     napi_value capsule = capsule_seal_table(env, &adder, &table);

   The consumer opens what JavaScript brings, and calls:

     const adder_api *math = capsule_open_table(env, value, &adder);
     if (math == NULL) return NULL;
     double three = math->add(1, 2);

   Rules that hold for every function here

   Errors.     A function that gives a pointer or a napi_value gives NULL when it refuses, and a
               JavaScript exception is pending then: return to JavaScript. The exception is an
               ordinary TypeError, RangeError or Error with `code`, `expected` and `found`. A
               function called while an exception is pending refuses and leaves that one pending.
   Threads.    Whatever takes a napi_env runs on that environment's JavaScript thread, and not in a
               finalizer or a cleanup hook. capsule_hold and capsule_release run on any thread.
   Lifetime.   What is sealed pins its image: code that was in a capsule stays mapped until the
               process ends, also when the Worker that loaded it has exited. So a table, once
               opened, is good for the life of the process, in every thread and environment.
   Linking.    There is nothing to link. Each addon compiles its own copy of this header; what the
               copies share is the layout of the structs in abi.h.
   Trust.      The envelope guards against mistakes, not against malice: native code can do
               anything.

   C11 or C++17, Node-API 9 or later. detail/ holds the bodies, one verb a file. */
#ifndef CAPSULE_CAPSULE_H
#define CAPSULE_CAPSULE_H

#include "abi.h"
#include "detail/envelope.h"
#include "detail/error.h"

/* ---- Producers: seal ----------------------------------------------------------------------- */

/* Seals a table of functions.

     contract   what the table holds; in static storage.
     table      the functions; in static storage, constant from now on.

   Gives      the capsule: a frozen JavaScript object to hand to whoever asks.
   Refuses    an unusable name, a contract that no consumer could read (an entry without a name or a
              signature, with unknown flags, or newer than the contract itself), a table shorter than
              its contract, an entry that is NULL and not retired, a table, a variant, a contract or
              entries that are not in static storage, functions whose image cannot be pinned.
   Lifetime   the images of all these stay mapped for good.
   Cost       microseconds; do it once for each environment. */
static inline napi_value capsule_seal_table(napi_env env, const capsule_contract *contract,
                                            const void *table);

/* Seals any pointer.

     name         1 to 255 bytes of UTF-8 without control characters, copied; the address of the
                  producer, as above.
     pointer      the contents, not NULL.
     context      handed to the destructor; may be NULL.
     destructor   called with pointer and context when the last hold has ended: exactly once, on
                  any thread, possibly after the environment is gone. It does not throw and does
                  not call Node-API. NULL when the contents need no end.

   Gives      the capsule.
   Refuses    a NULL pointer, an unusable name, a destructor whose image cannot be pinned. The
              contents then still belong to the caller, and the destructor is not called.
   Lifetime   the contents live as long as the capsule or any hold on it. Contents without a
              destructor are the producer's business; if they lie in an image, it is pinned. */
static inline napi_value capsule_seal(napi_env env, const char *name, void *pointer, void *context,
                                      void (*destructor)(void *pointer, void *context));

/* Withdraws a pointer, a function or data: nobody can open the capsule any more. Holds live on, and
   the destructor runs after the last one, whatever JavaScript still has.

   Gives      true, or false with an exception pending.
   Refuses    whatever is not a capsule with this name; a table; what was taken or revoked before. */
static inline bool capsule_revoke(napi_env env, napi_value value, const char *name);

/* Makes another JavaScript value, perhaps in another environment, for contents that one holds.

   Gives      a capsule with the same label, the same contents and the same end.
   Refuses    what was taken or revoked. */
static inline napi_value capsule_carry(napi_env env, capsule_envelope *envelope);

/* ---- Consumers: open ----------------------------------------------------------------------- */

/* Opens a capsule that holds a table.

     value      what JavaScript brought.
     contract   the contract this consumer was compiled with, and calls by.

   Gives      the table, to be cast to the struct that the contract describes.
   Refuses    whatever is not a capsule with this name, this major and at least this minor, in which
              every function this consumer knows has the signature this consumer expects, and none
              that it needs is NULL; and a contract of the consumer's own that cannot be read.
   Lifetime   the life of the process; any thread, any environment.
   Cost       under a microsecond; do it once for each environment, and keep the pointer. */
static inline const void *capsule_open_table(napi_env env, napi_value value,
                                             const capsule_contract *contract);

/* Opens a capsule that holds a pointer.

   Gives      the envelope, with one more hold on it; the contents are its `pointer`.
   Refuses    whatever is not a capsule with this name that holds a pointer.
   Lifetime   until capsule_release. */
static inline capsule_envelope *capsule_open(napi_env env, napi_value value, const char *name);

/* Adds a hold to one that the caller has, or ends one. Any thread, any copy of this header. The
   thread that ends the last hold runs the destructor. capsule_release takes NULL and does
   nothing. */
static inline void capsule_hold(capsule_envelope *envelope);
static inline void capsule_release(capsule_envelope *envelope);

/* Takes the contents of a pointer's capsule for oneself: nobody can open it any more.

   Gives      the envelope, as capsule_open. Of several takers, in any threads, one gets it.
   Refuses    what capsule_open refuses; what was taken or revoked before.
   Lifetime   until capsule_release; after the last one the destructor runs, whatever JavaScript still
              has. Holds from before live on: capsule_is_exclusive says when there are none. */
static inline capsule_envelope *capsule_take(napi_env env, napi_value value, const char *name);

/* Says whether the one hold that the caller has taken is the only one. True is for good; false may be
   the moment in which somebody else is being refused. Any thread. */
static inline bool capsule_is_exclusive(const capsule_envelope *envelope);

/* Finds a capsule by its name, without JavaScript bringing it: imports the package as the calling
   addon's own `require` would find it, and takes its export `capsule`, or the one after the colon.

     name       "@scope/package", "@scope/package:export" or "@scope/package/subpath:export".

   Gives      the capsule, not opened yet.
   Refuses    a name that is no address, a package that is not installed, that throws while it loads,
              or that has no such export. The exception of the package is the `cause`. */
static inline napi_value capsule_import(napi_env env, const char *name);

/* ---- Anyone: look at the label ------------------------------------------------------------- */

/* Says whether a value is a capsule of that name, of any kind, whose contents are still to be had:
   CAPSULE_OK, or why not. Never throws and leaves no exception pending. A NULL name stands for any. Of an object no engine can tell while
   an exception is pending: CAPSULE_ENGINE_REFUSED, and that one stays. */
static inline capsule_status capsule_check(napi_env env, napi_value value, const char *name);

/* Reads the label of a capsule into `info`.

   Gives      true, or false with an exception pending when the value is not a capsule. */
static inline bool capsule_label(napi_env env, napi_value value, capsule_info *info);

#include "detail/import.h"
#include "detail/open.h"
#include "detail/seal.h"

#endif
