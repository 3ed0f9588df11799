/* addon.cc: creates generators, and reads and writes their states. The only file of this package
   that seals. */
#include "node/arguments.h"

#include <new>

namespace {

/* In the order of `kinds` in src/native.ts. */
const random_kind *const kinds[] = {&random_pcg64, &random_pcg64dxsm, &random_philox,
                                    &random_xoshiro256};

void Delete(void *state, void *) { delete static_cast<bitgen_generator *>(state); }

/* Copies a state that JavaScript passes: the words, then has_uint32 and uint32. */
bool SetState(const random_kind &kind, const uint64_t *words, size_t n,
              bitgen_generator *generator) {
  if (n != kind.words + 2 || !kind.is_valid(words)) return false;
  memcpy(generator->words, words, kind.words * sizeof(uint64_t));
  generator->has_uint32 = words[kind.words] != 0 ? 1 : 0;
  generator->uint32 = static_cast<uint32_t>(words[kind.words + 1]);
  return true;
}

/* create(kind, state): the capsule of a generator; undefined for a state of no generator. */
napi_value Create(napi_env env, napi_callback_info info) {
  const Arguments<2> arguments(env, info);
  double index;
  uint64_t *words;
  size_t n;
  if (!arguments.Number(0, &index) || !arguments.Array(1, &words, &n)) return capsule_fail(env);
  if (!(index >= 0 && index < 4)) return arguments.Reject(), nullptr;
  const random_kind &kind = *kinds[static_cast<int>(index)];
  auto *generator = new (std::nothrow) bitgen_generator();
  if (generator == nullptr) {
    napi_throw_error(env, "ERR_RANDOM_OUT_OF_MEMORY",
                     "Creating a generator: expected memory for its state, found none.");
    return nullptr;
  }
  const bool valid = SetState(kind, words, n, generator);
  const napi_value capsule = valid ? bitgen_seal(env, kind.api, generator, Delete) : Undefined(env);
  if (!valid || capsule == nullptr) delete generator;
  return capsule;
}

/* The kind of a generator of this package; nullptr for another one. */
const random_kind *KindOf(bitgen_instance generator) {
  for (const random_kind *kind : kinds)
    if (kind->api == generator.api) return kind;
  return nullptr;
}

napi_value Boolean(napi_env env, bool value) {
  napi_value result = nullptr;
  return napi_get_boolean(env, value, &result) == napi_ok ? result : capsule_fail(env);
}

/* read(generator, state): fills in the state. Returns false if it is that of another kind. */
napi_value Read(napi_env env, napi_callback_info info) {
  const Arguments<2> arguments(env, info);
  uint64_t *words;
  size_t n;
  if (!arguments.Array(1, &words, &n)) return capsule_fail(env);
  const Generator opened(env, arguments.value[0]);
  if (!opened) return nullptr;
  const random_kind *kind = KindOf(*opened);
  if (kind == nullptr || n != kind->words + 2) return Boolean(env, false);
  const bitgen_generator *generator = (*opened).state;
  memcpy(words, generator->words, kind->words * sizeof(uint64_t));
  words[kind->words] = generator->has_uint32;
  words[kind->words + 1] = generator->uint32;
  return Boolean(env, true);
}

/* write(generator, state): replaces the state. Returns false if it is not one of this kind. */
napi_value Write(napi_env env, napi_callback_info info) {
  const Arguments<2> arguments(env, info);
  uint64_t *words;
  size_t n;
  if (!arguments.Array(1, &words, &n)) return capsule_fail(env);
  const Generator opened(env, arguments.value[0]);
  if (!opened) return nullptr;
  const random_kind *kind = KindOf(*opened);
  return Boolean(env, kind != nullptr && SetState(*kind, words, n, (*opened).state));
}

/* jump(generator, count): jumps as many times; an unused half of a number is discarded. */
napi_value Jump(napi_env env, napi_callback_info info) {
  const Arguments<2> arguments(env, info);
  double count;
  if (!arguments.Number(1, &count)) return capsule_fail(env);
  const Generator opened(env, arguments.value[0]);
  if (!opened) return nullptr;
  const random_kind *kind = KindOf(*opened);
  if (kind == nullptr) return Boolean(env, false);
  for (double i = 0; i < count; i++) kind->jump((*opened).state->words);
  (*opened).state->has_uint32 = 0;
  (*opened).state->uint32 = 0;
  return Boolean(env, true);
}

} // namespace

NAPI_MODULE_INIT() {
  const struct {
    const char *name;
    napi_callback method;
  } functions[] = {{"create", Create}, {"read", Read}, {"write", Write}, {"jump", Jump}};
  for (const auto &each : functions) {
    napi_value function;
    if (napi_create_function(env, each.name, NAPI_AUTO_LENGTH, each.method, nullptr, &function) !=
            napi_ok ||
        napi_set_named_property(env, exports, each.name, function) != napi_ok)
      return capsule_fail(env);
  }
  return DefineDraws(env, exports) ? exports : capsule_fail(env);
}
