/* reductions.h: kernels that reduce arrays to a few numbers, as functions of JavaScript. An
   overload of Call for each C signature reads the arguments, calls the kernel and returns its
   result. */
#ifndef FASTMATH_REDUCTIONS_H
#define FASTMATH_REDUCTIONS_H

#include "arguments.h"

/* (x) */
inline napi_value Call(const Arguments &in, double (*kernel)(const double *, size_t)) {
  Vector x;
  if (!in.Get(0, &x)) return nullptr;
  return in.Return(kernel(x.data, x.n));
}

/* (x, y) */
inline napi_value Call(const Arguments &in,
                       double (*kernel)(const double *, const double *, size_t)) {
  Vector x, y;
  if (!in.Get(0, &x) || !in.Get(1, &y, x.n)) return nullptr;
  return in.Return(kernel(x.data, y.data, x.n));
}

/* (x, out): two numbers or indices */
template <class Number>
napi_value Call(const Arguments &in, void (*kernel)(const double *, size_t, Number *, Number *)) {
  Vector x, out;
  Number first, second;
  if (!in.Get(0, &x) || !in.Get(1, &out, COUNT<Number, Number>)) return nullptr;
  kernel(x.data, x.n, &first, &second);
  Write(out, Values(first, second));
  return in.value[1];
}

/* (x, out) */
template <class Result>
napi_value Call(const Arguments &in, void (*kernel)(const double *, size_t, Result *)) {
  Vector x, out;
  Result result;
  if (!in.Get(0, &x) || !in.Get(1, &out, COUNT<Result>)) return nullptr;
  kernel(x.data, x.n, &result);
  Write(out, Values(result));
  return in.value[1];
}

/* (x, y, out) */
template <class Result>
napi_value Call(const Arguments &in,
                void (*kernel)(const double *, const double *, size_t, Result *)) {
  Vector x, y, out;
  Result result;
  if (!in.Get(0, &x) || !in.Get(1, &y, x.n) || !in.Get(2, &out, COUNT<Result>)) return nullptr;
  kernel(x.data, y.data, x.n, &result);
  Write(out, Values(result));
  return in.value[2];
}

#endif
