/* functions_1_1.cc: the kernels of contract 1.1 as JavaScript functions. */
#include "functions.h"

#include <functional>

namespace {

Napi::Value SumExact(const Napi::CallbackInfo &info) {
  auto x = Vector(info, 0);
  return Napi::Number::New(info.Env(), Table(info)->sum_exact(x.Data(), x.ElementLength()));
}

Napi::Value ArgMinMax(const Napi::CallbackInfo &info) {
  auto x = Vector(info, 0), out = Vector(info, 1, 2);
  size_t min, max;
  Table(info)->arg_min_max(x.Data(), x.ElementLength(), &min, &max);
  out.Data()[0] = static_cast<double>(min);
  out.Data()[1] = static_cast<double>(max);
  return out;
}

/* (x, y, out): false, and nothing is done, when out overlaps x or y in part. */
template <auto kernel> Napi::Value Binary(const Napi::CallbackInfo &info) {
  auto x = Vector(info, 0);
  const size_t n = x.ElementLength();
  auto y = Vector(info, 1, n), out = Vector(info, 2, n);
  const bool fits = OneOrApart(x.Data(), out.Data(), n) && OneOrApart(y.Data(), out.Data(), n);
  if (fits) (Table(info)->*kernel)(x.Data(), y.Data(), out.Data(), n);
  return Napi::Boolean::New(info.Env(), fits);
}

/* (x, out): the same. */
template <auto kernel> Napi::Value Unary(const Napi::CallbackInfo &info) {
  auto x = Vector(info, 0);
  const size_t n = x.ElementLength();
  auto out = Vector(info, 1, n);
  const bool fits = OneOrApart(x.Data(), out.Data(), n);
  if (fits) (Table(info)->*kernel)(x.Data(), out.Data(), n);
  return Napi::Boolean::New(info.Env(), fits);
}

/* (x, out): x is a Float32Array, apart from out. */
Napi::Value WidenF32(const Napi::CallbackInfo &info) {
  if (!info[0].IsTypedArray() ||
      info[0].As<Napi::TypedArray>().TypedArrayType() != napi_float32_array)
    throw Napi::TypeError::New(info.Env(), "expected a Float32Array");
  auto x = info[0].As<Napi::Float32Array>();
  const size_t n = x.ElementLength();
  auto out = Vector(info, 1, n);
  const std::less<const void *> before;
  const bool apart = !before(x.Data(), out.Data() + n) || !before(out.Data(), x.Data() + n);
  if (apart) Table(info)->widen_f32(x.Data(), out.Data(), n);
  return Napi::Boolean::New(info.Env(), apart);
}

template <Napi::Value (*function)(const Napi::CallbackInfo &)>
void Offer(Napi::Object object, const char *name, const fastmath_api *math) {
  void *data = const_cast<fastmath_api *>(math);
  Define(object, name, Napi::Function::New<function>(object.Env(), name, data));
}

} // namespace

void OfferFunctions11(Napi::Object object, const fastmath_api *math) {
  Offer<SumExact>(object, "sumExact", math);
  Offer<ArgMinMax>(object, "argMinMax", math);
  Offer<Binary<&fastmath_api::add>>(object, "add", math);
  Offer<Binary<&fastmath_api::subtract>>(object, "subtract", math);
  Offer<Binary<&fastmath_api::multiply>>(object, "multiply", math);
  Offer<Binary<&fastmath_api::divide>>(object, "divide", math);
  Offer<Unary<&fastmath_api::abs>>(object, "abs", math);
  Offer<Unary<&fastmath_api::sqrt>>(object, "sqrt", math);
  Offer<Unary<&fastmath_api::cumsum>>(object, "cumsum", math);
  Offer<WidenF32>(object, "widenF32", math);
}
