/* addon.cc: seals the table that JavaScript names. */
#include "node/arguments.h"
#include "node/functions.h"
#include "table.h"

#include <fastmath/fastmath_node.h>
#include <algorithm>
#include <napi.h>
#include <string>

namespace {

/* variants(): the names of the tables that this CPU can run, the fastest first. */
Napi::Value Variants(const Napi::CallbackInfo &info) {
  const fastmath_api *tables[FASTMATH_MAX_TABLES];
  const size_t count = fastmath_tables(tables);
  Napi::Array names = Napi::Array::New(info.Env());
  for (size_t i = 0; i < count; i++)
    Define(names, std::to_string(i), Napi::String::New(info.Env(), tables[i]->variant));
  return names;
}

/* load(variant): the capsule of a table, and its kernels as functions. */
Napi::Value Load(const Napi::CallbackInfo &info) {
  const Napi::Env env = info.Env();
  /* Nothing is converted: the toString of an object could run without end. */
  if (!info[0].IsString()) throw Napi::TypeError::New(env, "expected one of variants()");
  const std::string variant = info[0].As<Napi::String>();
  const fastmath_api *tables[FASTMATH_MAX_TABLES];
  const auto end = tables + fastmath_tables(tables);
  const auto found =
      std::find_if(tables, end, [&](const fastmath_api *math) { return variant == math->variant; });
  if (found == end) throw Napi::TypeError::New(env, "expected one of variants()");

  const fastmath_api *chosen = *found;
  const napi_value capsule = fastmath_seal(env, chosen); /* seal */
  if (capsule == nullptr) return {};
  Napi::Object fastmath = Napi::Object::New(env);
  Define(fastmath, "capsule", capsule);
  DefineKernels(fastmath, chosen);
  return fastmath;
}

Napi::Object Init(Napi::Env env, Napi::Object exports) {
  Define(exports, "variants", Napi::Function::New<Variants>(env, "variants"));
  Define(exports, "load", Napi::Function::New<Load>(env, "load"));
  DefineThreads(exports);
  Define(exports, "vector", Napi::Function::New<CreateVector>(env, "vector"));
  return exports;
}

} // namespace

NODE_API_MODULE(fastmath, Init)
