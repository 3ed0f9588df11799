/* capsule.h: passes a C pointer from one Node-API addon to another, through JavaScript.

     seal         ->   carry       ->   open                 ->   call
     producer, C       JavaScript       consumer, C, once         C to C from then on

   A producer seals a pointer in an envelope and labels it with a name, a version and signatures.
   JavaScript carries the envelope: it can read the label, but not the contents. A consumer checks
   the label, opens the envelope once and keeps the pointer. After that no JavaScript runs between
   the two.

   A complete pair. Both addons include the same description of the table:

     typedef struct adder_api {
       size_t size;
       const char *variant;
       double (*add)(double, double);
     } adder_api;

     static const capsule_entry adder_entries[] = {{"add", "f64(f64,f64)", 0, 0}};
     static const capsule_contract adder = CAPSULE_CONTRACT("@example/adder", 1, 0, adder_entries);

   The producer seals its table and returns the capsule to JavaScript:

     static const adder_api table = {sizeof(adder_api), NULL, add};
     napi_value capsule = capsule_seal_table(env, &adder, &table);

   The consumer opens the value that JavaScript passes, and calls:

     const adder_api *math = capsule_open_table(env, value, &adder);
     if (math == NULL) return NULL;
     double three = math->add(1, 2);

   Rules that hold for every function here

   Errors.     A function that returns a pointer or a napi_value returns NULL when it rejects its
               arguments, and a JavaScript exception is then pending: return to JavaScript. The
               exception is an ordinary TypeError, RangeError or Error with `code`, `expected` and
               `found`. A function that is called while an exception is pending fails and leaves
               that exception in place.
   Threads.    A function with a napi_env runs on the JavaScript thread of that environment, not in
               a finalizer and not in a cleanup hook. The others run on any thread.
   Lifetime.   Sealing pins the image (addon or library) that the contents lie in, and opening
               pins the addon that opens: they stay mapped until the process ends, even when the
               Worker that loaded them has exited. An opened table is therefore valid for the life
               of the process, in every thread and environment, and threads and callbacks of the
               consumer may outlive its Worker. Code and tables that cannot be pinned are rejected.
   Linking.    There is nothing to link. Each addon compiles its own copy of this header; the copies
               share only the layout of the structs in abi.h.
   Trust.      The checks guard against mistakes, not against malicious native code.

   C11 or C++17, Node-API 9 or later. detail/ has the function bodies. */
#ifndef CAPSULE_CAPSULE_H
#define CAPSULE_CAPSULE_H

#include "abi.h"
#include "detail/envelope.h"
#include "detail/error.h"

/* ---- Both: failed calls --------------------------------------------------------------------- */

/* Throws an exception for a failed Node-API call, unless one is pending. A callback that returns
   NULL without an exception returns undefined, and JavaScript continues with that.

     return napi_create_double(env, sum, &result) == napi_ok ? result : capsule_fail(env);

   Returns    NULL. */
static inline napi_value capsule_fail(napi_env env);

/* ---- Producers: seal ----------------------------------------------------------------------- */

/* Seals a table of functions.

     contract   the description of the table; in static storage.
     table      the functions; in static storage, constant from now on.

   Returns    the capsule: a frozen JavaScript object, to be passed to any consumer.
   Rejects    an invalid name; a contract that no consumer could read: an entry without a name or a
              signature, with unknown flags, or newer than the contract; a table shorter than its
              contract; an entry that is NULL and not retired; a table, variant, contract, entry or
              text that is not in static storage; a function whose image cannot be pinned.
   Lifetime   the images of all of these stay mapped until the process ends.
   Cost       microseconds; do it once for each environment. */
static inline napi_value capsule_seal_table(napi_env env, const capsule_contract *contract,
                                            const void *table);

/* Seals any pointer.

     name         1 to 255 bytes of UTF-8 without control characters, copied: the address of the
                  producer, "@scope/package" or "@scope/package:export".
     pointer      the contents, not NULL.
     context      passed to the destructor; may be NULL.
     destructor   called with pointer and context exactly once, when the last hold and the last
                  JavaScript value are gone, on any thread, possibly after the environment has
                  ended. It does not call Node-API, and does not throw: a C++ exception ends the
                  process. NULL if there is nothing to destroy.

   Returns    the capsule.
   Rejects    a NULL pointer, an invalid name, a destructor whose image cannot be pinned. The caller
              then still owns the contents, and the destructor is not called.
   Lifetime   the contents live as long as the capsule or any hold on it. Without a destructor the
              producer keeps them alive; if they lie in an image, it is pinned. */
static inline napi_value capsule_seal(napi_env env, const char *name, void *pointer, void *context,
                                      void (*destructor)(void *pointer, void *context));

/* Withdraws a pointer, a function or data: from now on opening the capsule is rejected. Existing
   holds stay valid; the destructor runs after the last of them, even if JavaScript still has the
   capsule.

   Returns    true, or false with an exception pending.
   Rejects    a value that is not a capsule with this name; a table; contents that were taken or
              revoked before. */
static inline bool capsule_revoke(napi_env env, napi_value value, const char *name);

/* Creates another JavaScript value, in this or another environment, for an envelope that the caller
   holds. The step `carry` above, in which JavaScript passes a value on, does not call this.

   Returns    a capsule with the same label, contents and destructor.
   Rejects    contents that were taken or revoked. */
static inline napi_value capsule_carry(napi_env env, capsule_envelope *envelope);

/* ---- Consumers: open ----------------------------------------------------------------------- */

/* Opens a capsule that holds a table.

     value      the value that JavaScript passed.
     contract   the contract that this consumer was compiled with.

   Returns    the table, to be cast to the struct that the contract describes.
   Rejects    a value that is not a capsule with this name; another major version or an older minor
              one; a function that this consumer needs and that is missing or NULL; any function of
              both contracts with another name or signature; a table that is incomplete; a contract
              of the consumer that is itself invalid.
   Lifetime   the life of the process; any thread, any environment. There is nothing to hold or to
              release: the addons on both sides are pinned.
   Cost       under a microsecond; do it once for each environment, and keep the pointer. */
static inline const void *capsule_open_table(napi_env env, napi_value value,
                                             const capsule_contract *contract);

/* Opens a capsule that holds a pointer.

   Returns    the envelope, with one more hold on it; the contents are its `pointer`.
   Rejects    a value that is not a capsule; a capsule with another name, or with other contents
              than a pointer; contents that were taken or revoked.
   Lifetime   until capsule_release. */
static inline capsule_envelope *capsule_open(napi_env env, napi_value value, const char *name);

/* Adds a hold to an envelope that the caller holds, and pins the calling addon, which may have the
   envelope from C code. Thread: any, from any copy of this header. */
static inline void capsule_hold(capsule_envelope *envelope);

/* Releases a hold; does nothing for NULL. The thread that releases the last one runs the
   destructor. Thread: any, from any copy of this header. */
static inline void capsule_release(capsule_envelope *envelope);

/* Opens a capsule that holds a pointer, and takes the contents: from now on opening the capsule is
   rejected.

   Returns    the envelope, as capsule_open does. If several threads take at once, one succeeds.
   Rejects    what capsule_open rejects.
   Lifetime   until capsule_release; the destructor runs after the last hold, even if JavaScript
              still has the capsule. Earlier holds stay valid; once all of them are released,
              capsule_is_exclusive returns true. */
static inline capsule_envelope *capsule_take(napi_env env, napi_value value, const char *name);

/* Whether the caller, which has taken the contents, has the only hold.

   Returns    true if so; only the caller can add a hold from then on. false if there are other
              holds, or if another thread is about to be rejected at this moment: ask again.
   Thread     any. */
static inline bool capsule_is_exclusive(const capsule_envelope *envelope);

/* Finds a capsule by its name: imports the package as the `require` of the calling addon would, and
   reads its export `capsule`, or the one after the colon.

     name       "@scope/package", "@scope/package:export" or "@scope/package/subpath:export".

   Returns    the capsule, not opened yet.
   Rejects    an invalid name, a package that is not installed, that throws while it loads, or that
              has no such export. An exception of the package becomes the `cause`. */
static inline napi_value capsule_import(napi_env env, const char *name);

/* ---- Both: read the label ------------------------------------------------------------------ */

/* Checks whether a value is a capsule of any kind whose contents are available.

     name       the name that it must have; NULL accepts any.

   Returns    CAPSULE_OK, or the reason why not: CAPSULE_ and a code of detail/error.h, such as
              CAPSULE_NOT_A_CAPSULE, CAPSULE_NAME_MISMATCH or CAPSULE_TAKEN. Never throws. While an
              exception is pending, Node-API cannot inspect an object: CAPSULE_ENGINE_REFUSED. */
static inline capsule_status capsule_check(napi_env env, napi_value value, const char *name);

/* Reads the label of a capsule.

     info       receives kind, state, name, file, context and destructor. It also receives contract
                and variant of a table or an instance, signature of a function and description of
                data; these are NULL for others. The struct is in detail/label.h.

   Returns    true, or false with an exception pending when the value is not a capsule.
   Lifetime   the strings live as long as the capsule. */
static inline bool capsule_label(napi_env env, napi_value value, capsule_info *info);

#include "detail/import.h"
#include "detail/open.h"
#include "detail/seal.h"

#endif
