/* capsule_function.h: passes one C function with its context from one addon to another.

   A table is the public interface of a package, described by a contract. A function is an argument:
   a callback, an integrand, a comparison. The consumer lists the signatures that it can call; the
   producer states which one its function has.

   The producer seals the function, and JavaScript passes the capsule:

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

   The consumer opens it, calls it, and releases it:

     static const char *const signatures[] = {"f64(f64)", "f64(f64,*void)"};
     size_t which;
     capsule_envelope *held = capsule_open_function(env, argument, NULL, signatures, 2, &which);
     if (held == NULL) return NULL;
     const capsule_function f = capsule_function_of(held);
     for (size_t i = 0; i < n; i++)
       sum += which == 0 ? ((double (*)(double))f)(x[i])
                         : ((double (*)(double, void *))f)(x[i], held->context);
     capsule_release(held);

   Rules, in addition to those of capsule.h

   Signature.  The C type of the function as text, as in contracts, compared with strcmp. Scalars:
               i8 to i64, u8 to u64, f32, f64, usize, isize, bool. A pointer is * and what it points
               to: a scalar, a pointer, void, the fields of a struct, *{f64,usize}, or the name of
               an opaque struct, *<cubic>. A callback is a signature in parentheses:
               "f64((f64(f64,*void)),*void)". The cast hides the type of the function from the
               compiler: a wrong signature is not detected.
   Context.    The last argument of a function whose signature ends with *void. Only the producer
               knows its type, and documents it, and whether threads may share it. A consumer may
               then pass a context of its own instead of that of the envelope; JavaScript replaces
               it with bindContext, and takes functions from tables with functionOf, of
               @capsule/core.
   Calls.      The function always returns: no C++ exception, no longjmp. It may be called
               recursively. The consumer documents on which threads it calls, and whether on
               several at a time. The function calls Node-API only on the JavaScript thread.
   Lifetime.   The images of the function and its destructor are pinned. The context lives as long
               as the capsule or any hold on it. */
#ifndef CAPSULE_CAPSULE_FUNCTION_H
#define CAPSULE_CAPSULE_FUNCTION_H

#include "capsule.h"

/* Seals a function.

     name         as for capsule_seal: "@scope/package:export".
     signature    its type, as above; copied.
     function     cast to capsule_function, which stands for any type.
     context      passed to the function by consumers, and to the destructor; may be NULL.
     destructor   as for capsule_seal; its pointer is the function. NULL if the context needs none.

   Returns    the capsule.
   Rejects    an invalid name; a string that is not a signature; a NULL function; a function or
              destructor whose image cannot be pinned. The caller then still owns the context. */
static inline napi_value capsule_seal_function(napi_env env, const char *name,
                                               const char *signature, capsule_function function,
                                               void *context,
                                               void (*destructor)(void *pointer, void *context));

/* Opens a capsule that holds a function with one of several signatures.

     name         the name that it must have; NULL accepts any, since the signature is checked.
     signatures   `count` signatures that this consumer can call.
     which        receives the index of the signature of the function; may be NULL.

   Returns    the envelope, with one more hold on it: capsule_function_of returns the function, and
              `context` is its last argument.
   Rejects    a value that is not a capsule; a capsule with another name, or with other contents
              than a function; another signature, with a message that shows it and the accepted
              ones; contents that were taken or revoked.
   Lifetime   until capsule_release.
   Cost       under a microsecond: open once, and call often. */
static inline capsule_envelope *capsule_open_function(napi_env env, napi_value value,
                                                      const char *name,
                                                      const char *const *signatures, size_t count,
                                                      size_t *which);

/* Returns the function of an opened envelope, to be cast to its type. Thread: any. */
static inline capsule_function capsule_function_of(const capsule_envelope *envelope);

#endif
