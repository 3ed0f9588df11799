/* from_js.cc: an addition and a mean that JavaScript calls through node-addon-api, through raw
   Node-API (the addition of the producer), and by name through a foreign function interface. All
   run the same C code. */
#include "../properties.h"
#include "mean.h"

#include <napi.h>

namespace {

napi_value RawMean(napi_env env, napi_callback_info info) {
  size_t count = 1, bytes;
  napi_value argument, result;
  void *x;
  if (napi_get_cb_info(env, info, &count, &argument, nullptr, nullptr) != napi_ok) return nullptr;
  if (napi_get_buffer_info(env, argument, &x, &bytes) != napi_ok) {
    napi_throw_type_error(env, nullptr, "expected a Float64Array");
    return nullptr;
  }
  const double mean = from_js_mean(static_cast<double *>(x), bytes / sizeof(double));
  return napi_create_double(env, mean, &result) == napi_ok ? result : nullptr;
}

Napi::Value Add(const Napi::CallbackInfo &info) {
  const double a = info[0].As<Napi::Number>(), b = info[1].As<Napi::Number>();
  return Napi::Number::New(info.Env(), from_js_add(a, b));
}

Napi::Value Mean(const Napi::CallbackInfo &info) {
  if (!info[0].IsTypedArray() ||
      info[0].As<Napi::TypedArray>().TypedArrayType() != napi_float64_array)
    throw Napi::TypeError::New(info.Env(), "expected a Float64Array");
  const auto x = info[0].As<Napi::Float64Array>();
  return Napi::Number::New(info.Env(), from_js_mean(x.Data(), x.ElementLength()));
}

Napi::Object Init(Napi::Env env, Napi::Object exports) {
  Export(env, exports,
         {Method("rawMean", RawMean), Value("add", Napi::Function::New<Add>(env, "add")),
          Value("mean", Napi::Function::New<Mean>(env, "mean"))});
  return exports;
}

} // namespace

NODE_API_MODULE(from_js, Init)
