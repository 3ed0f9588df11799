/* capsule_instance.h: passes one object from one addon to another: its state, and the table of the
   functions that work on it.

   A table is the interface of one package, and has no state. An instance is one of many objects
   that share a contract: a random generator, a codec, a stream. The contract names the functions
   and has its own name; any package can implement it, with state of its own, and a consumer works
   with all of them. `capsule generate` writes typed functions for what follows, for a contract of
   the kind 'instance'.

   Each function receives the state as its first argument. Both addons include the same description:

     typedef struct counter_state counter_state;
     typedef struct counter_api {
       size_t size;
       const char *variant;
       double (*next)(counter_state *state);
     } counter_api;

     static const capsule_entry counter_entries[] = {{"next", "f64(*<state>)", 0, 0}};
     static const capsule_contract counter =
         CAPSULE_CONTRACT("@acme/count/counter", 1, 0, counter_entries);

   The producer creates the state, and seals it together with its table:

     napi_value capsule = capsule_seal_instance(env, &counter, &table, state, free_state);

   The consumer opens it, calls it, and releases it:

     capsule_envelope *held = capsule_open_instance(env, argument, &counter);
     if (held == NULL) return NULL;
     const counter_api *api = (const counter_api *)capsule_instance_table(held);
     counter_state *state = (counter_state *)capsule_instance_state(held);
     for (size_t i = 0; i < n; i++) sum += api->next(state);
     capsule_release(held);

   Rules, in addition to those of capsule.h

   Contents.   A capsule that holds a pointer: `pointer` is the state, `context` the table, and
               `contract` its contract, which is NULL for other pointers. capsule_revoke,
               capsule_take and capsule_carry work as for every pointer.
   Threads.    One call at a time for each instance, on any thread, unless the contract says
               otherwise. A consumer that calls on another thread than the one that opened makes
               sure that nothing else calls meanwhile: capsule_take gives it the instance alone.
   Lifetime.   The table, and all that it refers to, stays mapped until the process ends. The state
               lives as long as the capsule or any hold on it. */
#ifndef CAPSULE_CAPSULE_INSTANCE_H
#define CAPSULE_CAPSULE_INSTANCE_H

#include "capsule.h"

/* Seals an instance.

     contract     the description of the table; in static storage. Its name is that of the
                  interface, not of the package that implements it.
     table        the functions; in static storage, constant from now on.
     state        the first argument of each function, not NULL.
     destructor   called with state and table exactly once, when the last hold and the last
                  JavaScript value are gone, on any thread, as for capsule_seal. NULL if there is
                  nothing to destroy.

   Returns    the capsule.
   Rejects    a NULL state; what capsule_seal_table rejects; a destructor whose image cannot be
              pinned. The caller then still owns the state, and the destructor is not called. */
static inline napi_value capsule_seal_instance(napi_env env, const capsule_contract *contract,
                                               const void *table, void *state,
                                               void (*destructor)(void *state, void *table));

/* Opens a capsule that holds an instance.

     contract   the contract that this consumer was compiled with.

   Returns    the envelope, with one more hold on it; capsule_instance_table and
              capsule_instance_state return its contents.
   Rejects    a value that is not a capsule; contents of another kind, or of another contract;
              another major version or an older minor one; any function of both contracts with
              another name or signature, as capsule_open_table does; contents that were taken or
              revoked.
   Lifetime   until capsule_release. */
static inline capsule_envelope *capsule_open_instance(napi_env env, napi_value value,
                                                      const capsule_contract *contract);

/* The table of an opened instance. Valid until the process ends. Thread: any. */
static inline const void *capsule_instance_table(const capsule_envelope *envelope);

/* The state of an opened instance. Valid until capsule_release. Thread: any. */
static inline void *capsule_instance_state(const capsule_envelope *envelope);

#include "detail/instance.h"

#endif
