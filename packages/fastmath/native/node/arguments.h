/* arguments.h: what JavaScript passes to the addon, checked.

   src/check.ts checks first and has better messages. These checks keep a direct call of the addon from
   reading or writing outside of arrays. Nothing is converted: the valueOf of an object could detach an
   array whose address has been read. */
#ifndef FASTMATH_ARGUMENTS_H
#define FASTMATH_ARGUMENTS_H

#include <fastmath/fastmath.h>
#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <napi.h>
#include <string>
#include <tuple>
#include <utility>

/* Defines a property. It does not set it: a setter on a prototype must not run. */
inline void Define(Napi::Object object, const std::string &name, napi_value value) {
  object.DefineProperty(Napi::PropertyDescriptor::Value(name, value, napi_enumerable));
}

/* Argument i, a Float64Array of at least `min_length` elements. */
inline Napi::Float64Array Vector(const Napi::CallbackInfo &info, size_t i, size_t min_length = 0) {
  const Napi::Value value = info[i];
  if (!value.IsTypedArray() || value.As<Napi::TypedArray>().TypedArrayType() != napi_float64_array)
    throw Napi::TypeError::New(info.Env(), "expected a Float64Array");
  auto vector = value.As<Napi::Float64Array>();
  if (vector.ElementLength() < min_length)
    throw Napi::RangeError::New(info.Env(), "expected a longer Float64Array");
  return vector;
}

inline double Number(const Napi::CallbackInfo &info, size_t i) {
  if (!info[i].IsNumber()) throw Napi::TypeError::New(info.Env(), "expected a number");
  return info[i].As<Napi::Number>();
}

inline bool Boolean(const Napi::CallbackInfo &info, size_t i) {
  if (!info[i].IsBoolean()) throw Napi::TypeError::New(info.Env(), "expected a boolean");
  return info[i].As<Napi::Boolean>();
}

/* An integer of less than 2^53, so that it is exact. */
inline double Integer(const Napi::CallbackInfo &info, size_t i) {
  const double number = Number(info, i);
  if (!(std::trunc(number) == number && std::fabs(number) <= 9007199254740991.0))
    throw Napi::RangeError::New(info.Env(), "expected a whole number");
  return number;
}

inline size_t Length(const Napi::CallbackInfo &info, size_t i) {
  const double n = Integer(info, i);
  if (!(n >= 0)) throw Napi::RangeError::New(info.Env(), "expected a length");
  return static_cast<size_t>(n);
}

/* Compares addresses: two buffers of JavaScript can share one block of memory. */
inline bool AreDisjoint(const void *x, size_t x_bytes, const void *y, size_t y_bytes) {
  const std::less<const char *> before;
  const auto *const a = static_cast<const char *>(x), *const b = static_cast<const char *>(y);
  return !before(a, b + y_bytes) || !before(b, a + x_bytes);
}

/* Whether two arrays of n values are equal or disjoint, as elementwise kernels require. */
inline bool AreEqualOrDisjoint(const double *x, const double *y, size_t n) {
  return x == y || AreDisjoint(x, n * sizeof *x, y, n * sizeof *y);
}

/* The results of a kernel as numbers. */
inline std::array<double, 3> Values(const fastmath_deviations &m) {
  return {static_cast<double>(m.n), m.mean, m.m2};
}
inline std::array<double, 5> Values(const fastmath_moments &m) {
  return {static_cast<double>(m.n), m.mean, m.m2, m.m3, m.m4};
}
inline std::array<double, 5> Values(const fastmath_weighted_moments &m) {
  return {static_cast<double>(m.n), m.weight, m.weight2, m.mean, m.m2};
}
inline std::array<double, 6> Values(const fastmath_comoments &m) {
  return {static_cast<double>(m.n), m.mean_x, m.mean_y, m.mxx, m.myy, m.mxy};
}
template <class Number> std::array<double, 2> Values(Number first, Number second) {
  return {static_cast<double>(first), static_cast<double>(second)};
}

/* How many numbers a result is. */
template <class... Result>
constexpr size_t COUNT = std::tuple_size<decltype(Values(std::declval<Result>()...))>::value;

template <size_t count>
Napi::Value Write(Napi::Float64Array out, const std::array<double, count> &values) {
  std::copy(values.begin(), values.end(), out.Data());
  return out;
}

#endif
