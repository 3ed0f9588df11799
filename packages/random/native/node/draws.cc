/* draws.cc: draws from a generator of any package: one number, or as many as an array has. */
#include "arguments.h"

#include <bitgen/distributions.h>

namespace {

/* nextUint64(generator): a BigInt. */
napi_value NextUint64(napi_env env, napi_callback_info info) {
  const Arguments<1> arguments(env, info);
  napi_value result = nullptr;
  if (!arguments.read) return capsule_fail(env);
  const Generator generator(env, arguments.value[0]);
  if (!generator) return nullptr;
  const uint64_t bits = (*generator).next_u64();
  return napi_create_bigint_uint64(env, bits, &result) == napi_ok ? result : capsule_fail(env);
}

uint32_t Bits(bitgen_instance gen) { return gen.next_u32(); }

/* Functions of a generator that return one number. */
template <auto draw> napi_value One(napi_env env, napi_callback_info info) {
  const Arguments<1> arguments(env, info);
  napi_value result = nullptr;
  if (!arguments.read) return capsule_fail(env);
  const Generator generator(env, arguments.value[0]);
  if (!generator) return nullptr;
  const double number = draw(*generator);
  return napi_create_double(env, number, &result) == napi_ok ? result : capsule_fail(env);
}

/* uniform(generator, out, low, range): low + range * u. */
napi_value Uniform(napi_env env, napi_callback_info info) {
  const Arguments<4> arguments(env, info);
  double *out, low, range;
  size_t n;
  if (!arguments.Array(1, &out, &n) || !arguments.Number(2, &low) || !arguments.Number(3, &range))
    return capsule_fail(env);
  const Generator generator(env, arguments.value[0]);
  if (!generator) return nullptr;
  const bitgen_instance gen = *generator;
  if (low == 0 && range == 1)
    for (size_t i = 0; i < n; i++) out[i] = bitgen_uniform(gen);
  else
    for (size_t i = 0; i < n; i++) out[i] = low + range * bitgen_uniform(gen);
  return Undefined(env);
}

/* normal(generator, out, mean, deviation) */
napi_value Normal(napi_env env, napi_callback_info info) {
  const Arguments<4> arguments(env, info);
  double *out, mean, deviation;
  size_t n;
  if (!arguments.Array(1, &out, &n) || !arguments.Number(2, &mean) ||
      !arguments.Number(3, &deviation))
    return capsule_fail(env);
  const Generator generator(env, arguments.value[0]);
  if (!generator) return nullptr;
  const bitgen_instance gen = *generator;
  if (mean == 0 && deviation == 1)
    for (size_t i = 0; i < n; i++) out[i] = bitgen_normal(gen);
  else
    for (size_t i = 0; i < n; i++) out[i] = mean + deviation * bitgen_normal(gen);
  return Undefined(env);
}

/* integers(generator, out, low, max): low to low + max. */
napi_value Integers(napi_env env, napi_callback_info info) {
  const Arguments<4> arguments(env, info);
  double *out, low, max;
  size_t n;
  if (!arguments.Array(1, &out, &n) || !arguments.Number(2, &low) || !arguments.Number(3, &max))
    return capsule_fail(env);
  if (!(max >= 0 && max <= 0x1p53)) return arguments.Reject(), nullptr;
  const Generator generator(env, arguments.value[0]);
  if (!generator) return nullptr;
  const bitgen_instance gen = *generator;
  const auto most = static_cast<uint64_t>(max);
  for (size_t i = 0; i < n; i++) out[i] = low + static_cast<double>(bitgen_integer(gen, most));
  return Undefined(env);
}

/* An integer from 0 to `max`, by rejecting numbers with as many bits: NumPy shuffles with these. */
uint64_t MaskedInteger(bitgen_instance gen, uint64_t max) {
  uint64_t mask = max, number;
  for (int shift = 1; shift < 64; shift *= 2) mask |= mask >> shift;
  do number = (max > UINT32_MAX ? gen.next_u64() : gen.next_u32()) & mask;
  while (number > max);
  return number;
}

/* swaps(generator, out): for i from the last index of `out` down to 1, an index from 0 to i: the
   exchanges of a Fisher-Yates shuffle. */
napi_value Swaps(napi_env env, napi_callback_info info) {
  const Arguments<2> arguments(env, info);
  double *out;
  size_t n;
  if (!arguments.Array(1, &out, &n)) return capsule_fail(env);
  const Generator generator(env, arguments.value[0]);
  if (!generator) return nullptr;
  const bitgen_instance gen = *generator;
  if (n > 0) out[0] = 0;
  for (size_t i = n; i-- > 1;) out[i] = static_cast<double>(MaskedInteger(gen, i));
  return Undefined(env);
}

} // namespace

bool DefineDraws(napi_env env, napi_value exports) {
  const auto property = [](const char *name, napi_callback method) {
    return napi_property_descriptor{name,    nullptr, method,       nullptr,
                                    nullptr, nullptr, napi_default, nullptr};
  };
  const napi_property_descriptor functions[] = {
      property("nextUint64", NextUint64),
      property("nextUint32", One<Bits>),
      property("nextDouble", One<bitgen_uniform>),
      property("uniform", Uniform),
      property("normal", Normal),
      property("integers", Integers),
      property("swaps", Swaps),
  };
  return napi_define_properties(env, exports, sizeof(functions) / sizeof(functions[0]),
                                functions) == napi_ok;
}
