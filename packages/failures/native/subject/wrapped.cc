/* wrapped.cc: exports the functions of capsule.hpp to JavaScript, with at most one argument. The
   callbacks use Node-API and catch every exception, because those of node-addon-api end the process
   if a call fails while they throw. */
#include <capsule/capsule.hpp>

struct adder_api {
  size_t size;
  const char *variant;
  double (*add)(double, double);
};

namespace {

double Add(double a, double b) { return a + b; }

const capsule_entry entries[] = {{"add", "f64(f64,f64)", 0, 0}};
const capsule_contract contract = CAPSULE_CONTRACT("@subject/adder", 1, 0, entries);
const adder_api table = {sizeof(adder_api), nullptr, Add};

struct Widget {
  double value = 7;
};

} // namespace

template <> struct capsule::Contract<adder_api> {
  static const capsule_contract *Get() { return &contract; }
};

namespace {

napi_value Fail(napi_env env, const char *problem) noexcept {
  for (int attempt = 0; attempt < 2; attempt++) {
    bool pending = false;
    if (napi_is_exception_pending(env, &pending) == napi_ok && pending) return nullptr;
    if (napi_throw_error(env, "ERR_SUBJECT", problem) == napi_ok) return nullptr;
  }
  return nullptr;
}

using Function = napi_value (*)(Napi::Env env, const Napi::Value &value);

template <Function function> napi_value Call(napi_env env, napi_callback_info info) noexcept {
  napi_value value;
  size_t count = 1;
  if (napi_get_cb_info(env, info, &count, &value, nullptr, nullptr) != napi_ok)
    return Fail(env, "a call of the subject has failed");
  try {
    return function(env, Napi::Value(env, value));
  } catch (const Napi::Error &error) {
    try {
      error.ThrowAsJavaScriptException();
    } catch (...) {
    }
    return Fail(env, "an exception was thrown");
  } catch (...) {
    return Fail(env, "a C++ exception was thrown");
  }
}

napi_value Number(napi_env env, double value) {
  napi_value result;
  return napi_create_double(env, value, &result) == napi_ok
             ? result
             : Fail(env, "a call of the subject has failed");
}

napi_value SealTable(Napi::Env env, const Napi::Value &) { return capsule::Seal(env, table); }

napi_value OpenTable(Napi::Env env, const Napi::Value &value) {
  const capsule::Handle<adder_api> adder(value);
  return Number(env, adder->add(1, 2));
}

napi_value SealWidget(Napi::Env env, const Napi::Value &) {
  return capsule::Seal(env, "@subject/widget", std::make_unique<Widget>());
}

napi_value OpenWidget(Napi::Env env, const Napi::Value &value) {
  const capsule::Handle<Widget> widget(value, "@subject/widget");
  return Number(env, widget->value);
}

napi_value ImportMissing(Napi::Env env, const Napi::Value &) {
  const auto adder = capsule::Handle<adder_api>::Import(env);
  return Number(env, adder->add(1, 2));
}

} // namespace

NAPI_MODULE_INIT() {
  const struct {
    const char *name;
    napi_callback call;
  } functions[] = {{"sealTable", Call<SealTable>},
                   {"openTable", Call<OpenTable>},
                   {"sealWidget", Call<SealWidget>},
                   {"openWidget", Call<OpenWidget>},
                   {"importMissing", Call<ImportMissing>}};
  for (const auto &each : functions) {
    const napi_property_descriptor property = {each.name, nullptr, each.call,       nullptr,
                                               nullptr,   nullptr, napi_enumerable, nullptr};
    if (napi_define_properties(env, exports, 1, &property) != napi_ok)
      return Fail(env, "a call of the subject has failed");
  }
  return exports;
}
