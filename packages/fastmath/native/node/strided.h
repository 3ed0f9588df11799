/* strided.h: kernels over values at equal distances, as functions of JavaScript. Such values are three
   arguments: a vector, the index of the first value, and the distance from one to the next. */
#ifndef FASTMATH_NODE_STRIDED_H
#define FASTMATH_NODE_STRIDED_H

#include "arguments.h"

struct Strided {
  const double *data;
  ptrdiff_t stride;
};

/* Arguments i to i + 2; all n values lie in the vector. */
inline Strided ReadStrided(const Napi::CallbackInfo &info, size_t i, size_t n) {
  const double start = Integer(info, i + 1), stride = Integer(info, i + 2);
  auto x = Vector(info, i);
  if (n == 0) return {x.Data(), 1};
  const double last = start + static_cast<double>(n - 1) * stride;
  const auto length = static_cast<double>(x.ElementLength());
  if (!(std::min(start, last) >= 0 && std::max(start, last) < length))
    throw Napi::RangeError::New(info.Env(), "expected a longer Float64Array");
  return {x.Data() + static_cast<size_t>(start), static_cast<ptrdiff_t>(stride)};
}

/* (x, start, stride, out): false, and does nothing, when out overlaps x. */
inline Napi::Value Call(const Napi::CallbackInfo &info,
                        void (*kernel)(const double *, ptrdiff_t, double *, size_t)) {
  auto out = Vector(info, 3);
  const size_t n = out.ElementLength();
  const Strided x = ReadStrided(info, 0, n);
  auto all = Vector(info, 0);
  const bool valid = AreDisjoint(all.Data(), all.ByteLength(), out.Data(), out.ByteLength());
  if (valid) kernel(x.data, x.stride, out.Data(), n);
  return Napi::Boolean::New(info.Env(), valid);
}

/* (x, start, stride, n) */
inline Napi::Value Call(const Napi::CallbackInfo &info,
                        double (*kernel)(const double *, ptrdiff_t, size_t)) {
  const size_t n = Length(info, 3);
  const Strided x = ReadStrided(info, 0, n);
  return Napi::Number::New(info.Env(), kernel(x.data, x.stride, n));
}

/* (x, start, stride, y, start, stride, n) */
inline Napi::Value Call(const Napi::CallbackInfo &info,
                        double (*kernel)(const double *, ptrdiff_t, const double *, ptrdiff_t,
                                         size_t)) {
  const size_t n = Length(info, 6);
  const Strided x = ReadStrided(info, 0, n), y = ReadStrided(info, 3, n);
  return Napi::Number::New(info.Env(), kernel(x.data, x.stride, y.data, y.stride, n));
}

/* (x, start, stride, n, out): two numbers */
inline Napi::Value Call(const Napi::CallbackInfo &info,
                        void (*kernel)(const double *, ptrdiff_t, size_t, double *, double *)) {
  const size_t n = Length(info, 3);
  const Strided x = ReadStrided(info, 0, n);
  auto out = Vector(info, 4, 2);
  double first, second;
  kernel(x.data, x.stride, n, &first, &second);
  return Write(out, Values(first, second));
}

/* (x, start, stride, n, out) */
template <class Result>
Napi::Value Call(const Napi::CallbackInfo &info,
                 void (*kernel)(const double *, ptrdiff_t, size_t, Result *)) {
  const size_t n = Length(info, 3);
  const Strided x = ReadStrided(info, 0, n);
  auto out = Vector(info, 4, COUNT<Result>);
  Result result;
  kernel(x.data, x.stride, n, &result);
  return Write(out, Values(result));
}

/* (x, start, stride, y, start, stride, n, out) */
template <class Result>
Napi::Value Call(const Napi::CallbackInfo &info,
                 void (*kernel)(const double *, ptrdiff_t, const double *, ptrdiff_t, size_t,
                                Result *)) {
  const size_t n = Length(info, 6);
  const Strided x = ReadStrided(info, 0, n), y = ReadStrided(info, 3, n);
  auto out = Vector(info, 7, COUNT<Result>);
  Result result;
  kernel(x.data, x.stride, y.data, y.stride, n, &result);
  return Write(out, Values(result));
}

#endif
