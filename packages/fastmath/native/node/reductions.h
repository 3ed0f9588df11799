/* reductions.h: kernels that reduce arrays to a few numbers, as functions of JavaScript. An overload of
   Call for each C signature reads the arguments, calls the kernel and returns its result. */
#ifndef FASTMATH_REDUCTIONS_H
#define FASTMATH_REDUCTIONS_H

#include "arguments.h"

/* (x) */
inline Napi::Value Call(const Napi::CallbackInfo &info, double (*kernel)(const double *, size_t)) {
  auto x = Vector(info, 0);
  return Napi::Number::New(info.Env(), kernel(x.Data(), x.ElementLength()));
}

/* (x, y) */
inline Napi::Value Call(const Napi::CallbackInfo &info,
                        double (*kernel)(const double *, const double *, size_t)) {
  auto x = Vector(info, 0);
  auto y = Vector(info, 1, x.ElementLength());
  return Napi::Number::New(info.Env(), kernel(x.Data(), y.Data(), x.ElementLength()));
}

/* (x, out): two numbers or indices */
template <class Number>
Napi::Value Call(const Napi::CallbackInfo &info,
                 void (*kernel)(const double *, size_t, Number *, Number *)) {
  auto x = Vector(info, 0), out = Vector(info, 1, COUNT<Number, Number>);
  Number first, second;
  kernel(x.Data(), x.ElementLength(), &first, &second);
  return Write(out, Values(first, second));
}

/* (x, out) */
template <class Result>
Napi::Value Call(const Napi::CallbackInfo &info, void (*kernel)(const double *, size_t, Result *)) {
  auto x = Vector(info, 0), out = Vector(info, 1, COUNT<Result>);
  Result result;
  kernel(x.Data(), x.ElementLength(), &result);
  return Write(out, Values(result));
}

/* (x, y, out) */
template <class Result>
Napi::Value Call(const Napi::CallbackInfo &info,
                 void (*kernel)(const double *, const double *, size_t, Result *)) {
  auto x = Vector(info, 0), y = Vector(info, 1, x.ElementLength()),
       out = Vector(info, 2, COUNT<Result>);
  Result result;
  kernel(x.Data(), y.Data(), x.ElementLength(), &result);
  return Write(out, Values(result));
}

#endif
