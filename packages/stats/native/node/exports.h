/* exports.h: the functions that addon.cc exports. When a function returns false or nullptr, a
   JavaScript exception is pending, or a Node-API call has failed. In both cases Function() ensures
   that JavaScript receives an exception. */
#ifndef STATS_EXPORTS_H
#define STATS_EXPORTS_H

#include <fastmath/fastmath.h>
#include <node_api.h>

struct Now;   /* functions that return a result */
struct Later; /* functions that return a promise of it */

/* Creates an object with all statistics. Each function stores a pointer to the table that it calls,
   so that several tables can be open at once. */
template <typename When> napi_value CreateStatistics(napi_env env, const fastmath_api *math);

/* Adds map, reduce and integrate, which call a C function in a capsule and need no table. */
bool DefineCallbackFunctions(napi_env env, napi_value exports);

/* Adds bootstrap, which opens the table of fastmath and a random generator for each call. */
bool DefineBootstrap(napi_env env, napi_value exports);

/* Adds the parts of bootstrap to statistics that return promises. */
bool DefineResampling(napi_env env, napi_value statistics, const fastmath_api *math);

/* lengthOf(capsule): the number of elements of a data capsule of numbers in one dimension,
   otherwise -1. */
napi_value LengthOf(napi_env env, napi_callback_info info);

/* holdSample(capsule): another capsule of the same memory, which lives until endColumn: nothing
   else can dispose of it or revoke it. */
napi_value HoldSample(napi_env env, napi_callback_info info);

/* openColumn(schema or stream, array or undefined, column or undefined): takes Arrow capsules.
   Returns a reader, or { fault, expected, found, advice } if the column is rejected. */
napi_value OpenColumn(napi_env env, napi_callback_info info);

/* nextBatch(reader, sizes): returns 0 at the end, 1 for a batch that can stay in place, 2 for one
   that has to be copied, or why it is rejected. Sets sizes to the numbers of values and nulls. */
napi_value NextBatch(napi_env env, napi_callback_info info);

/* sealBatch(reader): a data capsule of the batch in the memory of its producer. */
napi_value SealBatch(napi_env env, napi_callback_info info);

/* copyBatch(reader, out, mask or undefined): copies the values that are not null; if `out` has room
   for all, nulls become NaN. The mask gets a 0 for each null. */
napi_value CopyBatch(napi_env env, napi_callback_info info);

/* closeColumn(reader): releases what the reader owns. */
napi_value CloseColumn(napi_env env, napi_callback_info info);

/* endColumn(capsule): releases the memory of the producer, when no statistic uses it. */
napi_value EndColumn(napi_env env, napi_callback_info info);

/* copySample(x, out, index): copies a sample into an array, from the index on. */
napi_value CopySample(napi_env env, napi_callback_info info);

/* Throws ERR_CAPSULE_ENGINE_REFUSED, unless an exception is pending. Returns nullptr. */
napi_value ThrowUnlessPending(napi_env env);

inline napi_value Undefined(napi_env env) {
  napi_value undefined;
  return napi_get_undefined(env, &undefined) == napi_ok ? undefined : nullptr;
}

/* Calls the C++ function `call`, and ensures that there is either a result or an exception. If
   there was neither, JavaScript would continue with undefined. */
template <napi_callback call> napi_value Function(napi_env env, napi_callback_info info) {
  napi_value result = call(env, info);
  return result != nullptr ? result : ThrowUnlessPending(env);
}

template <napi_callback call>
napi_property_descriptor Property(const char *name, const fastmath_api *math = nullptr) {
  napi_property_descriptor property = {};
  property.utf8name = name;
  property.method = Function<call>;
  property.attributes = napi_enumerable;
  property.data = const_cast<fastmath_api *>(math);
  return property;
}

#endif
