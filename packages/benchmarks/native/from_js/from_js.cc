/* crossing.cc: an addition and a mean, for JavaScript to call: by node-addon-api, by raw Node-API (the
   addition is the producer's), and exported by name for JavaScript's foreign function interfaces.
   All run the same C. */
#include "../define.h"
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
  const double mean = crossing_mean(static_cast<double *>(x), bytes / sizeof(double));
  return napi_create_double(env, mean, &result) == napi_ok ? result : nullptr;
}

Napi::Value Add(const Napi::CallbackInfo &info) {
  const double a = info[0].As<Napi::Number>(), b = info[1].As<Napi::Number>();
  return Napi::Number::New(info.Env(), crossing_add(a, b));
}

Napi::Value Mean(const Napi::CallbackInfo &info) {
  if (!info[0].IsTypedArray() ||
      info[0].As<Napi::TypedArray>().TypedArrayType() != napi_float64_array)
    throw Napi::TypeError::New(info.Env(), "expected a Float64Array");
  const auto x = info[0].As<Napi::Float64Array>();
  return Napi::Number::New(info.Env(), crossing_mean(x.Data(), x.ElementLength()));
}

Napi::Object Init(Napi::Env env, Napi::Object exports) {
  napi_value mean;
  if (napi_create_function(env, "rawMean", NAPI_AUTO_LENGTH, RawMean, nullptr, &mean) != napi_ok)
    return exports;
  Define(exports, "rawMean", mean);
  Define(exports, "add", Napi::Function::New<Add>(env, "add"));
  Define(exports, "mean", Napi::Function::New<Mean>(env, "mean"));
  return exports;
}

} // namespace

NODE_API_MODULE(crossing, Init)
