/* strided.h: kernels for values at equal distances, as functions of JavaScript. Such values are
   passed as three arguments: a vector, the index of the first value, and the distance from one to
   the next. */
#ifndef FASTMATH_NODE_STRIDED_H
#define FASTMATH_NODE_STRIDED_H

#include "arguments.h"

struct Strided {
  const double *data = nullptr;
  ptrdiff_t stride = 1;
};

/* Reads a vector, a start and a stride, arguments i to i + 2. Rejects them unless all n values lie
   in the vector. */
inline bool GetStrided(const Arguments &in, size_t i, size_t n, Strided *strided) {
  Vector x;
  double start, stride;
  if (!in.Get(i, &x) || !in.GetInteger(i + 1, &start) || !in.GetInteger(i + 2, &stride))
    return false;
  if (n == 0) return true;
  const double last = start + static_cast<double>(n - 1) * stride;
  if (!(std::min(start, last) >= 0 && std::max(start, last) < static_cast<double>(x.n)))
    return ThrowRange(in.env, "expected a longer Float64Array");
  strided->data = x.data + static_cast<size_t>(start);
  strided->stride = static_cast<ptrdiff_t>(stride);
  return true;
}

/* (x, start, stride, out): returns false, and does nothing, when out overlaps x. */
inline napi_value Call(const Arguments &in,
                       void (*kernel)(const double *, ptrdiff_t, double *, size_t)) {
  Vector all, out;
  Strided x;
  if (!in.Get(0, &all) || !in.Get(3, &out) || !GetStrided(in, 0, out.n, &x)) return nullptr;
  const bool valid = AreDisjoint(all.data, all.Bytes(), out.data, out.Bytes());
  if (valid) kernel(x.data, x.stride, out.data, out.n);
  return in.Return(valid);
}

/* (x, start, stride, n) */
inline napi_value Call(const Arguments &in, double (*kernel)(const double *, ptrdiff_t, size_t)) {
  size_t n;
  Strided x;
  if (!in.GetLength(3, &n) || !GetStrided(in, 0, n, &x)) return nullptr;
  return in.Return(kernel(x.data, x.stride, n));
}

/* (x, start, stride, y, start, stride, n) */
inline napi_value Call(const Arguments &in, double (*kernel)(const double *, ptrdiff_t,
                                                             const double *, ptrdiff_t, size_t)) {
  size_t n;
  Strided x, y;
  if (!in.GetLength(6, &n) || !GetStrided(in, 0, n, &x) || !GetStrided(in, 3, n, &y))
    return nullptr;
  return in.Return(kernel(x.data, x.stride, y.data, y.stride, n));
}

/* (x, start, stride, n, out): two numbers */
inline napi_value Call(const Arguments &in,
                       void (*kernel)(const double *, ptrdiff_t, size_t, double *, double *)) {
  size_t n;
  Strided x;
  Vector out;
  double first, second;
  if (!in.GetLength(3, &n) || !GetStrided(in, 0, n, &x) || !in.Get(4, &out, 2)) return nullptr;
  kernel(x.data, x.stride, n, &first, &second);
  Write(out, Values(first, second));
  return in.value[4];
}

/* (x, start, stride, n, out) */
template <class Result>
napi_value Call(const Arguments &in, void (*kernel)(const double *, ptrdiff_t, size_t, Result *)) {
  size_t n;
  Strided x;
  Vector out;
  Result result;
  if (!in.GetLength(3, &n) || !GetStrided(in, 0, n, &x) || !in.Get(4, &out, COUNT<Result>))
    return nullptr;
  kernel(x.data, x.stride, n, &result);
  Write(out, Values(result));
  return in.value[4];
}

/* (x, start, stride, y, start, stride, n, out) */
template <class Result>
napi_value Call(const Arguments &in, void (*kernel)(const double *, ptrdiff_t, const double *,
                                                    ptrdiff_t, size_t, Result *)) {
  size_t n;
  Strided x, y;
  Vector out;
  Result result;
  if (!in.GetLength(6, &n) || !GetStrided(in, 0, n, &x) || !GetStrided(in, 3, n, &y) ||
      !in.Get(7, &out, COUNT<Result>))
    return nullptr;
  kernel(x.data, x.stride, y.data, y.stride, n, &result);
  Write(out, Values(result));
  return in.value[7];
}

#endif
