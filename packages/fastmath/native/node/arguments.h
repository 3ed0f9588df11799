/* arguments.h: reads the arguments of a call from JavaScript, and returns its result, with the raw
   functions of Node-API. If a function returns false or nullptr, a JavaScript exception is pending.

   src/check.ts checks first and has better messages. The checks here ensure that a direct call of
   the addon does not read or write out of bounds. Arguments are not converted: the valueOf of an
   object could detach an array whose address has already been read. */
#ifndef FASTMATH_ARGUMENTS_H
#define FASTMATH_ARGUMENTS_H

#include <capsule/capsule.h>
#include <fastmath/fastmath.h>
#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <tuple>
#include <utility>

/* Throws for a Node-API call that failed, unless an exception is pending. Returns nullptr. */
napi_value ThrowStatus(napi_env env, napi_status status);

/* Throw a TypeError or a RangeError. Return false. */
bool ThrowType(napi_env env, const char *message);
bool ThrowRange(napi_env env, const char *message);

/* The memory of a Float64Array, during one call. */
struct Vector {
  double *data = nullptr;
  size_t n = 0;

  size_t Bytes() const { return n * sizeof *data; }
};

/* The arguments of one call. Missing arguments are undefined. */
class Arguments {
public:
  explicit Arguments(napi_env environment) : env(environment) {}
  bool Read(napi_callback_info info);

  /* Reads argument i. Rejects a Float64Array of less than `min_length` elements. */
  bool Get(size_t i, Vector *vector, size_t min_length = 0) const;
  bool Get(size_t i, double *number) const;
  bool Get(size_t i, bool *boolean) const;

  /* Reads argument i, a typed array of this type with n elements. */
  bool GetTypedArray(size_t i, napi_typedarray_type type, const char *expected, void **data,
                     size_t *n) const;
  /* Reads argument i. Rejects numbers that are not integers, or not less than 2^53 in absolute
     value. */
  bool GetInteger(size_t i, double *number) const;
  bool GetLength(size_t i, size_t *n) const;

  napi_value Return(double number) const;
  napi_value Return(bool boolean) const;

  const napi_env env;
  napi_value value[8] = {};
  void *data = nullptr; /* the data of the function */
};

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

/* How many numbers Values() returns for a result. */
template <class... Result>
constexpr size_t COUNT = std::tuple_size<decltype(Values(std::declval<Result>()...))>::value;

template <size_t count> void Write(const Vector &out, const std::array<double, count> &values) {
  std::copy(values.begin(), values.end(), out.data);
}

#endif
