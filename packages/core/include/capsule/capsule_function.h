/* capsule_function.h: hand one C function from one addon to another, with the context it needs.

   A table is what a package offers to everybody, by a contract. A function is what somebody passes to
   one who asked for it: a callback, an integrand, a comparison. Whoever asks lists the signatures
   that it can call; whoever seals says which one this is.

   The one who has the function seals it, and JavaScript passes the capsule on:

     typedef struct cubic {
       double a, b;
     } cubic;

     static double value(double x, void *context) {
       const cubic *c = (const cubic *)context;
       return c->a * x * x * x + c->b;
     }

     static cubic own = {2, 1};
     napi_value capsule = capsule_seal_function(env, "@acme/cubic", "f64(f64,*void)",
                                                (capsule_function)value, &own, NULL);

   The one who asked opens it, and calls while it holds:

     static const char *const signatures[] = {"f64(f64)", "f64(f64,*void)"};
     size_t which;
     capsule_envelope *held = capsule_open_function(env, argument, NULL, signatures, 2, &which);
     if (held == NULL) return NULL;
     const capsule_function f = capsule_function_of(held);
     for (size_t i = 0; i < n; i++)
       sum += which == 0 ? ((double (*)(double))f)(x[i])
                         : ((double (*)(double, void *))f)(x[i], held->context);
     capsule_release(held);

   Rules, besides those of capsule.h

   Signature.  The C type of the function as text, as contracts have it, compared with strcmp. Scalars:
               i8 to i64, u8 to u64, f32, f64, usize, isize, bool. A pointer is * and what it points
               to: a scalar, a pointer, void, the fields of a struct, *{f64,usize}, or the name of one
               that only its maker knows, *<cubic>. A callback is a signature in parentheses:
               "f64((f64(f64,*void)),*void)". The compiler compares none of this with the function:
               the cast hides its type, so the text has to tell the truth.
   Context.    Goes along as the last argument, where the signature ends with *void. What lies behind
               it, and whether threads may share it, is the sealer's business.
   Calls.      The function returns, and throws nothing: no C++ exception, no longjmp. The consumer
               says on which threads it calls, and whether several at a time; it may be called from
               within a call of itself. Where Node-API may not be called, the function does not.
   Lifetime.   The function and its destructor are pinned: their image stays mapped. The context lives
               as long as the capsule or any hold on it. */
#ifndef CAPSULE_CAPSULE_FUNCTION_H
#define CAPSULE_CAPSULE_FUNCTION_H

#include "capsule.h"

/* Seals a function.

     name         as for capsule_seal: "@scope/package:export".
     signature    its type, as above; copied.
     function     cast to capsule_function, which stands for any type.
     context      what consumers pass along, and the destructor gets; may be NULL.
     destructor   as for capsule_seal, with the function as the pointer; NULL when the context needs
                  no end.

   Gives      the capsule.
   Refuses    an unusable name, a text that is no signature, a NULL function, a function or destructor
              whose image cannot be pinned. The context then still belongs to the caller. */
static inline napi_value capsule_seal_function(napi_env env, const char *name,
                                               const char *signature, capsule_function function,
                                               void *context,
                                               void (*destructor)(void *pointer, void *context));

/* Opens a capsule that holds a function with any of some signatures.

     name         of its producer; NULL for that of any: the signature says how it is called.
     signatures   `count` of them, which this consumer can call.
     which        becomes the index of the one that was found; may be NULL.

   Gives      the envelope, with one more hold on it: capsule_function_of has the function, `context`
              what to pass along.
   Refuses    whatever is not a capsule with this name that holds a function; another signature, and
              then the message shows it and those which are taken; what was taken or revoked.
   Lifetime   until capsule_release.
   Thread     opening is for the JavaScript thread. Calling is for the threads that the consumer told
              its users of.
   Cost       under a microsecond: open once, and call often. */
static inline capsule_envelope *capsule_open_function(napi_env env, napi_value value,
                                                      const char *name,
                                                      const char *const *signatures, size_t count,
                                                      size_t *which);

/* The function in an envelope that capsule_open_function gave; cast it to its type before it is
   called. Any thread. */
static inline capsule_function capsule_function_of(const capsule_envelope *envelope);

#endif
