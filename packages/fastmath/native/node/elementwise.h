/* elementwise.h: elementwise kernels as functions of JavaScript. If the output partly overlaps an
   input, they return false and do nothing. */
#ifndef FASTMATH_NODE_ELEMENTWISE_H
#define FASTMATH_NODE_ELEMENTWISE_H

#include "arguments.h"

/* (x, y, out) */
inline napi_value Call(const Arguments &in,
                       void (*kernel)(const double *, const double *, double *, size_t)) {
  Vector x, y, out;
  if (!in.Get(0, &x) || !in.Get(1, &y, x.n) || !in.Get(2, &out, x.n)) return nullptr;
  const bool valid =
      AreEqualOrDisjoint(x.data, out.data, x.n) && AreEqualOrDisjoint(y.data, out.data, x.n);
  if (valid) kernel(x.data, y.data, out.data, x.n);
  return in.Return(valid);
}

/* (x, out) */
inline napi_value Call(const Arguments &in, void (*kernel)(const double *, double *, size_t)) {
  Vector x, out;
  if (!in.Get(0, &x) || !in.Get(1, &out, x.n)) return nullptr;
  const bool valid = AreEqualOrDisjoint(x.data, out.data, x.n);
  if (valid) kernel(x.data, out.data, x.n);
  return in.Return(valid);
}

/* (x, out): x is a Float32Array */
inline napi_value Call(const Arguments &in, void (*kernel)(const float *, double *, size_t)) {
  void *memory = nullptr;
  size_t n = 0;
  Vector out;
  if (!in.GetTypedArray(0, napi_float32_array, "expected a Float32Array", &memory, &n) ||
      !in.Get(1, &out, n))
    return nullptr;
  const float *const x = static_cast<float *>(memory);
  const bool valid = AreDisjoint(x, n * sizeof *x, out.data, n * sizeof *out.data);
  if (valid) kernel(x, out.data, n);
  return in.Return(valid);
}

/* (a, x, y): y is overwritten */
inline napi_value Call(const Arguments &in,
                       void (*kernel)(double, const double *, double *, size_t)) {
  double a;
  Vector x, y;
  if (!in.Get(0, &a) || !in.Get(1, &x) || !in.Get(2, &y, x.n)) return nullptr;
  const bool valid = AreEqualOrDisjoint(x.data, y.data, x.n);
  if (valid) kernel(a, x.data, y.data, x.n);
  return in.Return(valid);
}

/* (a, x): x is overwritten and returned */
inline napi_value Call(const Arguments &in, void (*kernel)(double, double *, size_t)) {
  double a;
  Vector x;
  if (!in.Get(0, &a) || !in.Get(1, &x)) return nullptr;
  kernel(a, x.data, x.n);
  return in.value[1];
}

#endif
