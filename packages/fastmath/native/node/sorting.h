/* sorting.h: kernels that sort, rank, search and count, as functions of JavaScript. Those that need memory
   return false when there is none. */
#ifndef FASTMATH_NODE_SORTING_H
#define FASTMATH_NODE_SORTING_H

#include "arguments.h"

#include <memory>
#include <new>

/* Indices as C has them: memory for n, or NULL. */
using Indices = std::unique_ptr<size_t[]>;
inline Indices AllocateIndices(size_t n) { return Indices(new (std::nothrow) size_t[n]); }

inline void CopyIndices(const Indices &from, Napi::Float64Array to, size_t n) {
  for (size_t i = 0; i < n; i++) to.Data()[i] = static_cast<double>(from[i]);
}

/* sort(x) */
inline Napi::Value Call(const Napi::CallbackInfo &info, void (*kernel)(double *, size_t)) {
  auto x = Vector(info, 0);
  kernel(x.Data(), x.ElementLength());
  return x;
}

/* select(x, k, out) */
inline Napi::Value Call(const Napi::CallbackInfo &info,
                        bool (*kernel)(const double *, size_t, const size_t *, size_t, double *)) {
  auto x = Vector(info, 0), k = Vector(info, 1);
  const size_t count = k.ElementLength();
  auto out = Vector(info, 2, count);
  const Indices indices = AllocateIndices(count);
  if (indices == nullptr) return Napi::Boolean::New(info.Env(), false);
  std::transform(k.Data(), k.Data() + count, indices.get(), [](double index) {
    return index >= 0 && index < 0x1p53 ? static_cast<size_t>(index) : SIZE_MAX;
  });
  const bool done = kernel(x.Data(), x.ElementLength(), indices.get(), count, out.Data());
  return Napi::Boolean::New(info.Env(), done);
}

/* rank(x, out) */
inline Napi::Value Call(const Napi::CallbackInfo &info,
                        bool (*kernel)(const double *, size_t, double *)) {
  auto x = Vector(info, 0), out = Vector(info, 1, x.ElementLength());
  return Napi::Boolean::New(info.Env(), kernel(x.Data(), x.ElementLength(), out.Data()));
}

/* searchSorted(x, values, right, out) */
inline Napi::Value Call(const Napi::CallbackInfo &info,
                        void (*kernel)(const double *, size_t, const double *, size_t, bool,
                                       size_t *)) {
  auto x = Vector(info, 0), values = Vector(info, 1);
  const bool right = Boolean(info, 2);
  const size_t count = values.ElementLength();
  auto out = Vector(info, 3, count);
  const Indices indices = AllocateIndices(count);
  if (indices == nullptr) return Napi::Boolean::New(info.Env(), false);
  kernel(x.Data(), x.ElementLength(), values.Data(), count, right, indices.get());
  CopyIndices(indices, out, count);
  return Napi::Boolean::New(info.Env(), true);
}

/* histogram(x, low, high, counts): how many values were counted; -1 when there is no memory. */
inline Napi::Value Call(const Napi::CallbackInfo &info,
                        size_t (*kernel)(const double *, size_t, double, double, size_t,
                                         size_t *)) {
  const double low = Number(info, 1), high = Number(info, 2);
  auto x = Vector(info, 0), counts = Vector(info, 3);
  const size_t bins = counts.ElementLength();
  const Indices indices = AllocateIndices(bins);
  if (indices == nullptr) return Napi::Number::New(info.Env(), -1);
  const size_t counted = kernel(x.Data(), x.ElementLength(), low, high, bins, indices.get());
  CopyIndices(indices, counts, bins);
  return Napi::Number::New(info.Env(), static_cast<double>(counted));
}

#endif
