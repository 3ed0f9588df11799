/* capsule_owned.h: contents that the capsule owns: their size, and an end that JavaScript can call.

   Contents are owned if they were sealed with a destructor. The garbage collector ends them when it
   finds that JavaScript has dropped the capsule. That may be late: it does not see how much memory
   a pointer stands for, and runs no finalizer before JavaScript yields to the event loop. So:

   - Seal with a size. The engine counts it as external memory, and collects in time:

       plan *own = create_plan(n);
       napi_value capsule =
           capsule_seal_sized(env, "@acme/plan", own, plan_size(own), NULL, destroy_plan);
       if (capsule == NULL) destroy_plan(own, NULL);

   - Dispose of what is not needed any more, also in a loop that never yields:

       import { dispose } from '@capsule/core';
       dispose(plan);                      // or, at the end of a block:
       using plan = createPlan(1000);      // where the engine or the compiler has `using`

   Disposing revokes the contents for every JavaScript value and every thread. An addon that has
   opened them keeps them until it releases its hold; the destructor runs once, after the last. */
#ifndef CAPSULE_CAPSULE_OWNED_H
#define CAPSULE_CAPSULE_OWNED_H

#include "capsule_function.h"

/* Seals any pointer, and reports the size of its contents to the engine.

     bytes        the memory that the destructor frees; an estimate will do. 0 if it is unknown, as
                  with capsule_seal. Not reported without a destructor.

   The other arguments, and what is returned and rejected, are those of capsule_seal. The size is
   taken back when the value is collected, or disposed of in the environment that has sealed it. */
static inline napi_value capsule_seal_sized(napi_env env, const char *name, void *pointer,
                                            size_t bytes, void *context,
                                            void (*destructor)(void *pointer, void *context));

/* Seals a function, and reports the size of its context: as capsule_seal_function, with `bytes` as
   for capsule_seal_sized. */
static inline napi_value
capsule_seal_function_sized(napi_env env, const char *name, const char *signature,
                            capsule_function function, void *context, size_t bytes,
                            void (*destructor)(void *pointer, void *context));

/* Ends owned contents of any name: from now on opening the capsule is rejected with
   ERR_CAPSULE_DISPOSED, by this and any other value for the same contents, in every thread. Does
   nothing if the contents were disposed of, taken or revoked before.

   This is what `dispose` of @capsule/core and capsule[Symbol.dispose]() do.

   Returns    true, or false with an exception pending.
   Rejects    a value that is not a capsule; a table, and contents without a destructor: the capsule
              does not own them, so there is nothing to end.
   Lifetime   existing holds stay valid; the destructor runs after the last of them, and otherwise
              before this returns. */
static inline bool capsule_dispose(napi_env env, napi_value value);

#endif
