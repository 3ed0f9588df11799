/* elementwise.h: kernels that compute each value from a value of each input, as functions of JavaScript.
   Where the output overlaps an input in part, they return false and do nothing. */
#ifndef FASTMATH_NODE_ELEMENTWISE_H
#define FASTMATH_NODE_ELEMENTWISE_H

#include "arguments.h"

/* (x, y, out) */
inline Napi::Value Call(const Napi::CallbackInfo &info,
                        void (*kernel)(const double *, const double *, double *, size_t)) {
  auto x = Vector(info, 0);
  const size_t n = x.ElementLength();
  auto y = Vector(info, 1, n), out = Vector(info, 2, n);
  const bool valid =
      AreEqualOrDisjoint(x.Data(), out.Data(), n) && AreEqualOrDisjoint(y.Data(), out.Data(), n);
  if (valid) kernel(x.Data(), y.Data(), out.Data(), n);
  return Napi::Boolean::New(info.Env(), valid);
}

/* (x, out) */
inline Napi::Value Call(const Napi::CallbackInfo &info,
                        void (*kernel)(const double *, double *, size_t)) {
  auto x = Vector(info, 0);
  const size_t n = x.ElementLength();
  auto out = Vector(info, 1, n);
  const bool valid = AreEqualOrDisjoint(x.Data(), out.Data(), n);
  if (valid) kernel(x.Data(), out.Data(), n);
  return Napi::Boolean::New(info.Env(), valid);
}

/* (x, out): x is a Float32Array */
inline Napi::Value Call(const Napi::CallbackInfo &info,
                        void (*kernel)(const float *, double *, size_t)) {
  if (!info[0].IsTypedArray() ||
      info[0].As<Napi::TypedArray>().TypedArrayType() != napi_float32_array)
    throw Napi::TypeError::New(info.Env(), "expected a Float32Array");
  auto x = info[0].As<Napi::Float32Array>();
  const size_t n = x.ElementLength();
  auto out = Vector(info, 1, n);
  const bool valid = AreDisjoint(x.Data(), n * sizeof(float), out.Data(), n * sizeof(double));
  if (valid) kernel(x.Data(), out.Data(), n);
  return Napi::Boolean::New(info.Env(), valid);
}

/* (a, x, y): y is overwritten */
inline Napi::Value Call(const Napi::CallbackInfo &info,
                        void (*kernel)(double, const double *, double *, size_t)) {
  const double a = Number(info, 0);
  auto x = Vector(info, 1), y = Vector(info, 2, x.ElementLength());
  const size_t n = x.ElementLength();
  const bool valid = AreEqualOrDisjoint(x.Data(), y.Data(), n);
  if (valid) kernel(a, x.Data(), y.Data(), n);
  return Napi::Boolean::New(info.Env(), valid);
}

/* (a, x): x is overwritten */
inline Napi::Value Call(const Napi::CallbackInfo &info, void (*kernel)(double, double *, size_t)) {
  const double a = Number(info, 0);
  auto x = Vector(info, 1);
  kernel(a, x.Data(), x.ElementLength());
  return {}; /* undefined */
}

#endif
