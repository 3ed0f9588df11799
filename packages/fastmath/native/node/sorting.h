/* sorting.h: kernels that sort, rank, search and count, as functions of JavaScript. Those that need
   memory return false when there is none. */
#ifndef FASTMATH_NODE_SORTING_H
#define FASTMATH_NODE_SORTING_H

#include "arguments.h"

#include <cstdlib>
#include <memory>

struct FreeMemory {
  void operator()(size_t *memory) const { free(memory); }
};

/* An array of n size_t, or NULL when there is no memory. n is the length of a Float64Array. `new`
   is not used, because it throws if n is too large, even with std::nothrow. */
using Indices = std::unique_ptr<size_t[], FreeMemory>;
inline Indices AllocateIndices(size_t n) {
  static_assert(sizeof(size_t) <= sizeof(double), "n * sizeof(size_t) would overflow");
  return Indices(static_cast<size_t *>(malloc(n > 0 ? n * sizeof(size_t) : 1)));
}

inline void CopyIndices(const Indices &from, const Vector &to) {
  for (size_t i = 0; i < to.n; i++) to.data[i] = static_cast<double>(from[i]);
}

/* sort(x) */
inline napi_value Call(const Arguments &in, void (*kernel)(double *, size_t)) {
  Vector x;
  if (!in.Get(0, &x)) return nullptr;
  kernel(x.data, x.n);
  return in.value[0];
}

/* select(x, k, out) */
inline napi_value Call(const Arguments &in,
                       bool (*kernel)(const double *, size_t, const size_t *, size_t, double *)) {
  Vector x, k, out;
  if (!in.Get(0, &x) || !in.Get(1, &k) || !in.Get(2, &out, k.n)) return nullptr;
  const Indices indices = AllocateIndices(k.n);
  if (indices == nullptr) return in.Return(false);
  std::transform(k.data, k.data + k.n, indices.get(), [](double index) {
    return index >= 0 && index < 0x1p53 ? static_cast<size_t>(index) : SIZE_MAX;
  });
  return in.Return(kernel(x.data, x.n, indices.get(), k.n, out.data));
}

/* rank(x, out) */
inline napi_value Call(const Arguments &in, bool (*kernel)(const double *, size_t, double *)) {
  Vector x, out;
  if (!in.Get(0, &x) || !in.Get(1, &out, x.n)) return nullptr;
  return in.Return(kernel(x.data, x.n, out.data));
}

/* searchSorted(x, values, right, out) */
inline napi_value Call(const Arguments &in, void (*kernel)(const double *, size_t, const double *,
                                                           size_t, bool, size_t *)) {
  Vector x, values, out;
  bool right;
  if (!in.Get(0, &x) || !in.Get(1, &values) || !in.Get(2, &right) || !in.Get(3, &out, values.n))
    return nullptr;
  out.n = values.n;
  const Indices indices = AllocateIndices(values.n);
  if (indices == nullptr) return in.Return(false);
  kernel(x.data, x.n, values.data, values.n, right, indices.get());
  CopyIndices(indices, out);
  return in.Return(true);
}

/* histogram(x, low, high, counts): returns how many values were counted; -1 when there is no
   memory. */
inline napi_value Call(const Arguments &in,
                       size_t (*kernel)(const double *, size_t, double, double, size_t, size_t *)) {
  Vector x, counts;
  double low, high;
  if (!in.Get(0, &x) || !in.Get(1, &low) || !in.Get(2, &high) || !in.Get(3, &counts))
    return nullptr;
  const Indices indices = AllocateIndices(counts.n);
  if (indices == nullptr) return in.Return(-1.0);
  const size_t counted = kernel(x.data, x.n, low, high, counts.n, indices.get());
  CopyIndices(indices, counts);
  return in.Return(static_cast<double>(counted));
}

#endif
