/* functions_strided.cc: the kernels over columns as JavaScript functions. A column is three arguments:
   a vector, the place of its first value, and the distance from one to the next. */
#include "functions.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>

namespace {

/* Less than 2^53, so that numbers are exact. */
double Whole(const Napi::CallbackInfo &info, size_t i) {
  const double number = Scalar(info, i);
  if (!(std::trunc(number) == number && std::fabs(number) <= 9007199254740991.0))
    throw Napi::RangeError::New(info.Env(), "expected a whole number");
  return number;
}

size_t Length(const Napi::CallbackInfo &info, size_t i) {
  const double n = Whole(info, i);
  if (!(n >= 0)) throw Napi::RangeError::New(info.Env(), "expected a length");
  return static_cast<size_t>(n);
}

struct Column {
  const double *at;
  ptrdiff_t stride;
};

/* Arguments i to i + 2, of which all n values are in the vector. */
Column ReadColumn(const Napi::CallbackInfo &info, size_t i, size_t n) {
  const double start = Whole(info, i + 1), stride = Whole(info, i + 2);
  auto x = Vector(info, i);
  const double last = n == 0 ? start : start + static_cast<double>(n - 1) * stride;
  const auto length = static_cast<double>(x.ElementLength());
  if (n == 0) return {x.Data(), 1};
  if (!(std::min(start, last) >= 0 && std::max(start, last) < length))
    throw Napi::RangeError::New(info.Env(), "expected a longer Float64Array");
  return {x.Data() + static_cast<size_t>(start), static_cast<ptrdiff_t>(stride)};
}

/* (x, start, stride, out): false, and nothing is done, when out overlaps x. */
Napi::Value Gather(const Napi::CallbackInfo &info) {
  auto out = Vector(info, 3);
  const size_t n = out.ElementLength();
  const Column x = ReadColumn(info, 0, n);
  auto whole = Vector(info, 0);
  const std::less<const double *> before;
  const bool apart = !before(whole.Data(), out.Data() + n) ||
                     !before(out.Data(), whole.Data() + whole.ElementLength());
  if (apart) Table(info)->gather(x.at, x.stride, out.Data(), n);
  return Napi::Boolean::New(info.Env(), apart);
}

/* (x, start, stride, n) */
Napi::Value Sum(const Napi::CallbackInfo &info) {
  const size_t n = Length(info, 3);
  const Column x = ReadColumn(info, 0, n);
  return Napi::Number::New(info.Env(), Table(info)->sum_strided(x.at, x.stride, n));
}

/* (x, start, stride, y, start, stride, n) */
Napi::Value Dot(const Napi::CallbackInfo &info) {
  const size_t n = Length(info, 6);
  const Column x = ReadColumn(info, 0, n), y = ReadColumn(info, 3, n);
  return Napi::Number::New(info.Env(), Table(info)->dot_strided(x.at, x.stride, y.at, y.stride, n));
}

/* (x, start, stride, n, out) */
Napi::Value MinMax(const Napi::CallbackInfo &info) {
  const size_t n = Length(info, 3);
  const Column x = ReadColumn(info, 0, n);
  auto out = Vector(info, 4, 2);
  Table(info)->min_max_strided(x.at, x.stride, n, &out.Data()[0], &out.Data()[1]);
  return out;
}

/* (x, start, stride, n, out) */
Napi::Value Moments(const Napi::CallbackInfo &info) {
  const size_t n = Length(info, 3);
  const Column x = ReadColumn(info, 0, n);
  auto out = Vector(info, 4, 5);
  fastmath_moments m;
  Table(info)->moments_strided(x.at, x.stride, n, &m);
  const double values[] = {static_cast<double>(m.n), m.mean, m.m2, m.m3, m.m4};
  std::copy(std::begin(values), std::end(values), out.Data());
  return out;
}

/* (x, start, stride, y, start, stride, n, out) */
Napi::Value Comoments(const Napi::CallbackInfo &info) {
  const size_t n = Length(info, 6);
  const Column x = ReadColumn(info, 0, n), y = ReadColumn(info, 3, n);
  auto out = Vector(info, 7, 6);
  fastmath_comoments m;
  Table(info)->comoments_strided(x.at, x.stride, y.at, y.stride, n, &m);
  const double values[] = {static_cast<double>(m.n), m.mean_x, m.mean_y, m.mxx, m.myy, m.mxy};
  std::copy(std::begin(values), std::end(values), out.Data());
  return out;
}

} // namespace

void OfferStrided(Napi::Object object, const fastmath_api *math) {
  const Napi::Env env = object.Env();
  void *data = const_cast<fastmath_api *>(math);
  Define(object, "gather", Napi::Function::New<Gather>(env, "gather", data));
  Define(object, "sumStrided", Napi::Function::New<Sum>(env, "sumStrided", data));
  Define(object, "dotStrided", Napi::Function::New<Dot>(env, "dotStrided", data));
  Define(object, "minMaxStrided", Napi::Function::New<MinMax>(env, "minMaxStrided", data));
  Define(object, "momentsStrided", Napi::Function::New<Moments>(env, "momentsStrided", data));
  Define(object, "comomentsStrided", Napi::Function::New<Comoments>(env, "comomentsStrided", data));
}
