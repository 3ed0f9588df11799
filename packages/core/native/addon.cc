/* The native half of @capsule/core's TypeScript face: looks at labels, and opens nothing. */
#include <capsule/capsule.h>
#include <napi.h>
#include <string>

namespace {

/* check(value, name | undefined): whether the value is a capsule, and of that name. */
Napi::Value Check(const Napi::CallbackInfo &info) {
  if (info[1].IsUndefined())
    return Napi::Boolean::New(info.Env(),
                              capsule_check(info.Env(), info[0], nullptr) == CAPSULE_OK);
  if (!info[1].IsString()) return Napi::Boolean::New(info.Env(), false);
  const std::string name = info[1].As<Napi::String>();
  /* A name with a NUL byte in it would be cut by C, and match what is before it. */
  const bool matches = name.find('\0') == std::string::npos &&
                       capsule_check(info.Env(), info[0], name.c_str()) == CAPSULE_OK;
  return Napi::Boolean::New(info.Env(), matches);
}

Napi::Array Functions(Napi::Env env, const capsule_contract *contract) {
  Napi::Array functions = Napi::Array::New(env, contract->count);
  for (size_t i = 0; i < contract->count; i++) {
    const capsule_entry *entry = capsule_entry_at(contract, i);
    Napi::Object function = Napi::Object::New(env);
    function["name"] = entry->name;
    function["signature"] = entry->signature;
    function["since"] = std::to_string(contract->major) + "." + std::to_string(entry->since);
    functions[static_cast<uint32_t>(i)] = function;
  }
  return functions;
}

/* label(value): what is written on the envelope. */
Napi::Value Label(const Napi::CallbackInfo &info) {
  const Napi::Env env = info.Env();
  capsule_info label;
  if (!capsule_label(env, info[0], &label)) return {};
  Napi::Object result = Napi::Object::New(env);
  result["name"] = label.name;
  result["kind"] = label.kind == CAPSULE_TABLE ? "table" : "pointer";
  result["file"] = label.file;
  if (label.contract == nullptr) return result;
  result["version"] =
      std::to_string(label.contract->major) + "." + std::to_string(label.contract->minor);
  if (label.variant != nullptr) result["variant"] = label.variant;
  result["functions"] = Functions(env, label.contract);
  return result;
}

/* codes(): the list of codes this copy of capsule.h can throw, for the test that compares it with
   the list of codes.ts. */
Napi::Value Codes(const Napi::CallbackInfo &info) {
  Napi::Array codes = Napi::Array::New(info.Env());
#define CAPSULE_PUSH(status, type) codes[codes.Length()] = "ERR_CAPSULE_" #status;
  CAPSULE_CODES(CAPSULE_PUSH)
#undef CAPSULE_PUSH
  return codes;
}

Napi::Object Init(Napi::Env env, Napi::Object exports) {
  exports["check"] = Napi::Function::New<Check>(env);
  exports["label"] = Napi::Function::New<Label>(env);
  exports["codes"] = Napi::Function::New<Codes>(env);
  return exports;
}

} // namespace

NODE_API_MODULE(core, Init)
