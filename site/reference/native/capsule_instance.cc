// capsule_instance.cc: the examples for capsule_instance.hpp.
#include "reference.h"
#include "tally.h"

#include <capsule/capsule_instance.hpp>

template <> struct capsule::Contract<tally_instance> {
  static const capsule_contract *Get() { return &tally; }
};

// #region capsule-SealInstance
struct Product {
  double value = 1;
};

static double Multiply(tally_state *state, double x) {
  return reinterpret_cast<Product *>(state)->value *= x;
}
static const tally_api table = {sizeof(tally_api), "product", Multiply};

static Napi::Value SealProduct(Napi::Env env) {
  return capsule::SealInstance<tally_instance>(env, table, std::make_unique<Product>());
}
// #endregion

// #region Instance
static Napi::Value AddTwoAndThree(const Napi::Value &value) {
  capsule::Instance<tally_instance> total(value); // held until the end of this block
  total->add(2);
  return Napi::Number::New(value.Env(), total->add(3));
}
// #endregion

static napi_value Catch(napi_env env, napi_value value, bool seals) {
  try {
    return seals ? SealProduct(env) : AddTwoAndThree(Napi::Value(env, value));
  } catch (const Napi::Error &error) {
    error.ThrowAsJavaScriptException();
    return nullptr;
  }
}

bool reference_instance_cxx(napi_env env, napi_value exports) {
  const auto seal = [](napi_env e, napi_value value) { return Catch(e, value, true); };
  const auto add = [](napi_env e, napi_value value) { return Catch(e, value, false); };
  return reference_export(env, exports, "SealProduct", seal) &&
         reference_export(env, exports, "AddTwoAndThree", add);
}
