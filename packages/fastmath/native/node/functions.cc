/* functions.cc: the kernels as JavaScript functions, for who has no C to call them from. */
#include "functions.h"

#include <algorithm>
#include <functional>
#include <iterator>

namespace {

Napi::Value Sum(const Napi::CallbackInfo &info) {
  auto x = Vector(info, 0);
  return Napi::Number::New(info.Env(), Table(info)->sum(x.Data(), x.ElementLength()));
}

Napi::Value Dot(const Napi::CallbackInfo &info) {
  auto x = Vector(info, 0);
  auto y = Vector(info, 1, x.ElementLength());
  return Napi::Number::New(info.Env(), Table(info)->dot(x.Data(), y.Data(), x.ElementLength()));
}

Napi::Value MinMax(const Napi::CallbackInfo &info) {
  auto x = Vector(info, 0), out = Vector(info, 1, 2);
  Table(info)->min_max(x.Data(), x.ElementLength(), &out.Data()[0], &out.Data()[1]);
  return out;
}

Napi::Value Moments(const Napi::CallbackInfo &info) {
  auto x = Vector(info, 0), out = Vector(info, 1, 5);
  fastmath_moments m;
  Table(info)->moments(x.Data(), x.ElementLength(), &m);
  const double values[] = {static_cast<double>(m.n), m.mean, m.m2, m.m3, m.m4};
  std::copy(std::begin(values), std::end(values), out.Data());
  return out;
}

Napi::Value Comoments(const Napi::CallbackInfo &info) {
  auto x = Vector(info, 0), y = Vector(info, 1, x.ElementLength()), out = Vector(info, 2, 6);
  fastmath_comoments m;
  Table(info)->comoments(x.Data(), y.Data(), x.ElementLength(), &m);
  const double values[] = {static_cast<double>(m.n), m.mean_x, m.mean_y, m.mxx, m.myy, m.mxy};
  std::copy(std::begin(values), std::end(values), out.Data());
  return out;
}

Napi::Value Axpy(const Napi::CallbackInfo &info) {
  const double a = Scalar(info, 0);
  auto x = Vector(info, 1), y = Vector(info, 2, x.ElementLength());
  const size_t n = x.ElementLength();
  if (!OneOrApart(x.Data(), y.Data(), n)) return Napi::Boolean::New(info.Env(), false);
  Table(info)->axpy(a, x.Data(), y.Data(), n);
  return Napi::Boolean::New(info.Env(), true);
}

void Scale(const Napi::CallbackInfo &info) {
  const double a = Scalar(info, 0);
  auto x = Vector(info, 1);
  Table(info)->scale(a, x.Data(), x.ElementLength());
}

} // namespace

Napi::Float64Array Vector(const Napi::CallbackInfo &info, size_t i, size_t least) {
  const Napi::Value value = info[i];
  if (!value.IsTypedArray() || value.As<Napi::TypedArray>().TypedArrayType() != napi_float64_array)
    throw Napi::TypeError::New(info.Env(), "expected a Float64Array");
  auto vector = value.As<Napi::Float64Array>();
  if (vector.ElementLength() < least)
    throw Napi::RangeError::New(info.Env(), "expected a longer Float64Array");
  return vector;
}

double Scalar(const Napi::CallbackInfo &info, size_t i) {
  if (!info[i].IsNumber()) throw Napi::TypeError::New(info.Env(), "expected a number");
  return info[i].As<Napi::Number>();
}

bool OneOrApart(const double *x, const double *y, size_t n) {
  const std::less<const double *> before;
  return x == y || !before(x, y + n) || !before(y, x + n);
}

void Define(Napi::Object object, const std::string &name, napi_value value) {
  object.DefineProperty(Napi::PropertyDescriptor::Value(name, value, napi_enumerable));
}

void OfferFunctions(Napi::Object object, const fastmath_api *math) {
  const Napi::Env env = object.Env();
  void *data = const_cast<fastmath_api *>(math);
  Define(object, "sum", Napi::Function::New<Sum>(env, "sum", data));
  Define(object, "dot", Napi::Function::New<Dot>(env, "dot", data));
  Define(object, "minMax", Napi::Function::New<MinMax>(env, "minMax", data));
  Define(object, "moments", Napi::Function::New<Moments>(env, "moments", data));
  Define(object, "comoments", Napi::Function::New<Comoments>(env, "comoments", data));
  Define(object, "axpy", Napi::Function::New<Axpy>(env, "axpy", data));
  Define(object, "scale", Napi::Function::New<Scale>(env, "scale", data));
  OfferFunctions11(object, math);
  OfferStrided(object, math);
}
