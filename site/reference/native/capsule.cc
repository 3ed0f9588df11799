// capsule.cc: the examples for capsule.hpp.
#include "reference.h"

#include <capsule/capsule.hpp>
#include <capsule/capsule_data.h>
#include <fastmath/fastmath_node.h>

#include <memory>

// #region Contract
struct doubler_api {
  size_t size;
  const char *variant;
  double (*twice)(double);
};

static const capsule_entry doubler_entries[] = {{"twice", "f64(f64)", 0, 0}};
static const capsule_contract doubler = CAPSULE_CONTRACT("@example/doubler", 1, 0, doubler_entries);

template <> struct capsule::Contract<doubler_api> {
  static const capsule_contract *Get() { return &doubler; }
};
// #endregion

// #region capsule-Seal
static double Twice(double x) { return 2 * x; }

static const doubler_api table = {sizeof(doubler_api), nullptr, Twice};

static Napi::Value SealDoubler(Napi::Env env) { return capsule::Seal(env, table); }
// #endregion

// #region Handle
static Napi::Value CallDoubler(const Napi::Value &value) {
  capsule::Handle<doubler_api> math(value); // throws a Napi::Error if the capsule does not fit
  return Napi::Number::New(value.Env(), math->twice(21));
}
// #endregion

// #region capsule-Seal-owned
struct Widget {
  double size;
};

static Napi::Value SealWidget(Napi::Env env) {
  return capsule::Seal(env, "@example/widget", std::make_unique<Widget>(Widget{4}));
}

static Napi::Value SizeOfWidget(const Napi::Value &value) {
  capsule::Handle<Widget> widget(value, "@example/widget"); // a hold, until the end of this block
  return Napi::Number::New(value.Env(), widget->size);
}
// #endregion

// #region Hold
static Napi::Value Dimensions(const Napi::Value &value) {
  capsule::Hold held(value.Env(), capsule_open_data(value.Env(), value, nullptr));
  return Napi::Number::New(value.Env(), held->data->ndim);
} // released here
// #endregion

// #region fastmath_node.h/Contract
static Napi::Value SumOfFastmath(const Napi::Value &value) {
  capsule::Handle<fastmath_api> math(value); // finds the contract by the type of the table
  const double x[] = {1, 2, 3.5};
  return Napi::Number::New(value.Env(), math->sum(x, 3));
}
// #endregion

namespace {

// Turns the exceptions of a C++ example into JavaScript exceptions.
template <typename Example> napi_value Catch(Example example) {
  try {
    return example();
  } catch (const Napi::Error &error) {
    error.ThrowAsJavaScriptException();
    return nullptr;
  }
}

template <Napi::Value (*Example)(Napi::Env)> napi_value Produce(napi_env env, napi_value) {
  return Catch([&]() -> napi_value { return Example(env); });
}
template <Napi::Value (*Example)(const Napi::Value &)>
napi_value Consume(napi_env env, napi_value value) {
  return Catch([&]() -> napi_value { return Example(Napi::Value(env, value)); });
}

} // namespace

bool reference_cxx(napi_env env, napi_value exports) {
  return reference_export(env, exports, "SealDoubler", Produce<SealDoubler>) &&
         reference_export(env, exports, "CallDoubler", Consume<CallDoubler>) &&
         reference_export(env, exports, "SealWidget", Produce<SealWidget>) &&
         reference_export(env, exports, "SizeOfWidget", Consume<SizeOfWidget>) &&
         reference_export(env, exports, "Dimensions", Consume<Dimensions>) &&
         reference_export(env, exports, "SumOfFastmath", Consume<SumOfFastmath>);
}
