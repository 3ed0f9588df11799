/* functions_1_1.cc: the kernels of contract 1.1 as JavaScript functions. */
#include "functions.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <memory>
#include <new>

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

/* Memory for n places; false when there is none. */
using Places = std::unique_ptr<size_t[]>;
bool Take(Places &places, size_t n) {
  places.reset(new (std::nothrow) size_t[n]);
  return places != nullptr;
}

void Copy(const Places &from, Napi::Float64Array to, size_t n) {
  for (size_t i = 0; i < n; i++) to.Data()[i] = static_cast<double>(from[i]);
}

Napi::Value Sort(const Napi::CallbackInfo &info) {
  auto x = Vector(info, 0);
  Table(info)->sort(x.Data(), x.ElementLength());
  return x;
}

/* (x, k, out): false where the kernel says so. */
Napi::Value Select(const Napi::CallbackInfo &info) {
  auto x = Vector(info, 0), k = Vector(info, 1);
  const size_t count = k.ElementLength();
  auto out = Vector(info, 2, count);
  Places places;
  if (!Take(places, count)) return Napi::Boolean::New(info.Env(), false);
  const double *given = k.Data();
  std::transform(given, given + count, places.get(), [](double place) {
    return place >= 0 && place < 0x1p53 ? static_cast<size_t>(place) : SIZE_MAX;
  });
  return Napi::Boolean::New(info.Env(), Table(info)->select(x.Data(), x.ElementLength(),
                                                            places.get(), count, out.Data()));
}

Napi::Value Rank(const Napi::CallbackInfo &info) {
  auto x = Vector(info, 0), out = Vector(info, 1, x.ElementLength());
  return Napi::Boolean::New(info.Env(), Table(info)->rank(x.Data(), x.ElementLength(), out.Data()));
}

/* (x, values, right, out) */
Napi::Value SearchSorted(const Napi::CallbackInfo &info) {
  auto x = Vector(info, 0), values = Vector(info, 1);
  if (!info[2].IsBoolean()) throw Napi::TypeError::New(info.Env(), "expected a boolean");
  const size_t count = values.ElementLength();
  auto out = Vector(info, 3, count);
  Places places;
  if (!Take(places, count)) return Napi::Boolean::New(info.Env(), false);
  Table(info)->search_sorted(x.Data(), x.ElementLength(), values.Data(), count,
                             info[2].As<Napi::Boolean>(), places.get());
  Copy(places, out, count);
  return Napi::Boolean::New(info.Env(), true);
}

/* (x, low, high, counts): how many were counted; -1 when there is no memory. */
Napi::Value Histogram(const Napi::CallbackInfo &info) {
  const double low = Scalar(info, 1), high = Scalar(info, 2);
  auto x = Vector(info, 0), counts = Vector(info, 3);
  const size_t bins = counts.ElementLength();
  Places places;
  if (!Take(places, bins)) return Napi::Number::New(info.Env(), -1);
  const size_t counted =
      Table(info)->histogram(x.Data(), x.ElementLength(), low, high, bins, places.get());
  Copy(places, counts, bins);
  return Napi::Number::New(info.Env(), static_cast<double>(counted));
}

Napi::Value MomentsWeighted(const Napi::CallbackInfo &info) {
  auto x = Vector(info, 0), w = Vector(info, 1, x.ElementLength()), out = Vector(info, 2, 5);
  fastmath_weighted_moments m;
  Table(info)->moments_weighted(x.Data(), w.Data(), x.ElementLength(), &m);
  const double values[] = {static_cast<double>(m.n), m.weight, m.weight2, m.mean, m.m2};
  std::copy(std::begin(values), std::end(values), out.Data());
  return out;
}

Napi::Value Deviations(const Napi::CallbackInfo &info) {
  auto x = Vector(info, 0), out = Vector(info, 1, 3);
  fastmath_deviations m;
  Table(info)->deviations(x.Data(), x.ElementLength(), &m);
  const double values[] = {static_cast<double>(m.n), m.mean, m.m2};
  std::copy(std::begin(values), std::end(values), out.Data());
  return out;
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
  Offer<Sort>(object, "sort", math);
  Offer<Select>(object, "select", math);
  Offer<Rank>(object, "rank", math);
  Offer<SearchSorted>(object, "searchSorted", math);
  Offer<Histogram>(object, "histogram", math);
  Offer<MomentsWeighted>(object, "momentsWeighted", math);
  Offer<Deviations>(object, "deviations", math);
}
