/* A consumer of contract 2.x in C++: open() imports its table, and returns clampAll(x, low, high),
   which returns a new array and the number of values that were changed. */
#include <clamp_v2/clamp_v2.hpp>
#include <clamp_v2/clamp_v2_node.h>

#include <capsule/capsule.hpp>

namespace {

using Table = capsule::clamp_v2::Table;

Napi::Value ClampAll(const Napi::CallbackInfo &info) {
  const Napi::Env env = info.Env();
  if (!info[0].IsTypedArray() || !info[1].IsNumber() || !info[2].IsNumber() ||
      info[0].As<Napi::TypedArray>().TypedArrayType() != napi_float64_array)
    throw Napi::TypeError::New(env, "clampAll(x, low, high): expected a Float64Array, two numbers");
  const auto x = info[0].As<Napi::Float64Array>();
  const double low = info[1].ToNumber(), high = info[2].ToNumber();
  auto out = Napi::Float64Array::New(env, x.ElementLength());

  const Table clamp(static_cast<const clamp_v2_api *>(info.Data()));
  const auto changed =
      clamp.clamp({x.Data(), x.ElementLength()}, {out.Data(), out.ElementLength()}, low, high);
  if (!changed) throw Napi::RangeError::New(env, changed.error().message);
  auto result = Napi::Object::New(env);
  result["x"] = out;
  result["changed"] = Napi::Number::New(env, static_cast<double>(*changed));
  return result;
}

Napi::Value Open(const Napi::CallbackInfo &info) {
  // A table stays valid until the process exits, so its handle is not needed any more.
  const clamp_v2_api &table = *capsule::Handle<clamp_v2_api>::Import(info.Env());
  return Napi::Function::New<ClampAll>(info.Env(), "clampAll", const_cast<clamp_v2_api *>(&table));
}

Napi::Object Init(Napi::Env env, Napi::Object exports) {
  exports["open"] = Napi::Function::New<Open>(env);
  return exports;
}

} // namespace

NODE_API_MODULE(consume_v2, Init)
