/* drawing.cc: draws random numbers in C: through an instance, and through a JavaScript callback. */
#include "../properties.h"

#include <bitgen/bitgen_node.h>
#include <bitgen/distributions.h>

namespace {

/* Reads the two arguments of a function: a generator and a count. */
bool Read(napi_env env, napi_callback_info info, napi_value *generator, int64_t *count) {
  size_t arguments = 2;
  napi_value argument[2];
  if (napi_get_cb_info(env, info, &arguments, argument, nullptr, nullptr) != napi_ok ||
      napi_get_value_int64(env, argument[1], count) != napi_ok)
    return false;
  *generator = argument[0];
  return true;
}

napi_value Number(napi_env env, double number) {
  napi_value result;
  return napi_create_double(env, number, &result) == napi_ok ? result : capsule_fail(env);
}

/* uniform(capsule, count), normal(capsule, count): the sum of as many numbers. */
template <double draw(bitgen_instance)> napi_value Sum(napi_env env, napi_callback_info info) {
  napi_value value;
  int64_t count;
  double sum = 0;
  if (!Read(env, info, &value, &count)) return capsule_fail(env);
  capsule_envelope *held = bitgen_open(env, value);
  if (held == nullptr) return nullptr;
  const bitgen_instance gen = bitgen_of(held);
  for (int64_t i = 0; i < count; i++) sum += draw(gen);
  capsule_release(held);
  return Number(env, sum);
}

/* callback(function, count): the same with a JavaScript function. */
napi_value SumOfCallback(napi_env env, napi_callback_info info) {
  napi_value function, receiver;
  int64_t count;
  double sum = 0;
  if (!Read(env, info, &function, &count) || napi_get_undefined(env, &receiver) != napi_ok)
    return capsule_fail(env);
  for (int64_t i = 0; i < count; i++) {
    napi_handle_scope scope;
    napi_value result;
    double number;
    if (napi_open_handle_scope(env, &scope) != napi_ok) return capsule_fail(env);
    const bool done = napi_call_function(env, receiver, function, 0, nullptr, &result) == napi_ok &&
                      napi_get_value_double(env, result, &number) == napi_ok;
    if (napi_close_handle_scope(env, scope) != napi_ok || !done) return capsule_fail(env);
    sum += number;
  }
  return Number(env, sum);
}

} // namespace

NAPI_MODULE_INIT() {
  return Export(env, exports,
                {Method("uniform", Sum<bitgen_uniform>), Method("normal", Sum<bitgen_normal>),
                 Method("callback", SumOfCallback)});
}
