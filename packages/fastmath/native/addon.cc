/* addon.cc: seals the table, and offers the kernels to JavaScript. The only file that knows
   Node-API. */
#include "table.h"

#include <fastmath/fastmath_node.h>
#include <napi.h>

namespace {

/* Argument i as a Float64Array of at least `least` elements. src/vectors.ts checks with better
   words; this is what keeps a direct call of the addon from reading elsewhere. */
Napi::Float64Array Vector(const Napi::CallbackInfo &info, size_t i, size_t least = 0) {
  const Napi::Value value = info[i];
  if (!value.IsTypedArray() || value.As<Napi::TypedArray>().TypedArrayType() != napi_float64_array)
    throw Napi::TypeError::New(info.Env(), "expected a Float64Array");
  const auto vector = value.As<Napi::Float64Array>();
  if (vector.ElementLength() < least)
    throw Napi::RangeError::New(info.Env(), "expected a longer Float64Array");
  return vector;
}

const fastmath_api *Table(const Napi::CallbackInfo &info) {
  return static_cast<const fastmath_api *>(info.Data());
}

Napi::Value Sum(const Napi::CallbackInfo &info) {
  const auto x = Vector(info, 0);
  return Napi::Number::New(info.Env(), Table(info)->sum(x.Data(), x.ElementLength()));
}

Napi::Value Dot(const Napi::CallbackInfo &info) {
  const auto x = Vector(info, 0);
  const auto y = Vector(info, 1, x.ElementLength());
  return Napi::Number::New(info.Env(), Table(info)->dot(x.Data(), y.Data(), x.ElementLength()));
}

/* variants(): the names of the tables this CPU can run, the fastest first. */
Napi::Value Variants(const Napi::CallbackInfo &info) {
  Napi::Array names = Napi::Array::New(info.Env());
  for (const fastmath_api *const *table = fastmath_tables(); *table != nullptr; table++)
    names[names.Length()] = (*table)->variant;
  return names;
}

/* load(variant): the capsule of that table, and its kernels as functions. */
Napi::Value Load(const Napi::CallbackInfo &info) {
  const Napi::Env env = info.Env();
  const std::string variant = info[0].ToString();
  const fastmath_api *const *table = fastmath_tables();
  while (*table != nullptr && variant != (*table)->variant) table++;
  if (*table == nullptr) throw Napi::TypeError::New(env, "expected one of variants()");

  Napi::Object fastmath = Napi::Object::New(env);
  void *math = const_cast<fastmath_api *>(*table);
  fastmath["capsule"] = Napi::Value(env, fastmath_seal(env, *table));
  fastmath["sum"] = Napi::Function::New<Sum>(env, "sum", math);
  fastmath["dot"] = Napi::Function::New<Dot>(env, "dot", math);
  return fastmath;
}

Napi::Object Init(Napi::Env env, Napi::Object exports) {
  exports["variants"] = Napi::Function::New<Variants>(env, "variants");
  exports["load"] = Napi::Function::New<Load>(env, "load");
  return exports;
}

} // namespace

NODE_API_MODULE(fastmath, Init)
