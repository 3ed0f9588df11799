/* forge.cc: seals and opens what a test describes; invalid envelopes are in envelopes.h. */
#ifndef NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS
#error "capsule_add_addon has to define it: not every addon includes capsule.hpp, which would."
#endif
#include "arrow.h"
#include "data.h"
#include "destructors.h"
#include "functions.h"
#include "holds.h"
#include "owned.h"
#include "static_storage.h"
#include "race.h"
#include "envelopes.h"

#include <capsule/capsule_instance.h>
#include <vector>

/* A contract of any name that needs no function. */
static capsule_contract named_any = {
    sizeof(capsule_contract), sizeof(capsule_entry), nullptr, 1, 0, 0, nullptr};
template <> struct capsule::Contract<capsule_table> {
  static const capsule_contract *Get() { return &named_any; }
};

namespace {

/* Moves one string of a contract to the heap: its own name, or the name or signature of its first
   function. */
void MoveToHeap(const capsule_contract *contract, const std::string &which) {
  static const std::string heap(64, 'x');
  auto *entry = const_cast<capsule_entry *>(contract->entries);
  if (which == "contract") const_cast<capsule_contract *>(contract)->name = heap.c_str();
  else (which == "name" ? entry->name : entry->signature) = heap.c_str();
}

/* sealTable(contract, { size, variant, missing, heapText, storage: 'heap' }) */
Napi::Value SealTable(const Napi::CallbackInfo &info) {
  const capsule_contract *contract = StaticContract(info[0]);
  const Napi::Object options = Options(info, 1);
  if (options.Has("heapText")) MoveToHeap(contract, options.Get("heapText").ToString());
  const size_t size = sizeof(capsule_table) + CountOf(contract) * sizeof(Function);
  if (options.Get("storage").IsString()) {
    std::vector<void *> heap(size / sizeof(void *) + 1);
    FillTable(heap.data(), contract, options);
    return Napi::Value(info.Env(), capsule_seal_table(info.Env(), contract, heap.data()));
  }
  void *table = AllocateStatic(size);
  FillTable(table, contract, options);
  return Napi::Value(info.Env(), capsule_seal_table(info.Env(), contract, table));
}

Napi::Value SealNullTable(const Napi::CallbackInfo &info) {
  return Napi::Value(info.Env(), capsule_seal_table(info.Env(), StaticContract(info[0]), nullptr));
}

/* Returns the result of each function of a contract. */
Napi::Value CallAll(Napi::Env env, const void *table, const capsule_contract *contract) {
  if (table == nullptr) return {};
  Napi::Array results = Napi::Array::New(env);
  for (size_t i = 0; i < contract->count; i++) {
    if (((const capsule_table *)table)->size < sizeof(capsule_table) + (i + 1) * sizeof(Function))
      break;
    const auto function = reinterpret_cast<Function>(capsule_function_at(table, i));
    results[results.Length()] = function == nullptr ? -1 : function();
  }
  return results;
}

/* openTable(value, contract) and importTable(contract) return the results of a table. */
Napi::Value OpenTable(const Napi::CallbackInfo &info) {
  const capsule_contract *contract = StaticContract(info[1]);
  return CallAll(info.Env(), capsule_open_table(info.Env(), info[0], contract), contract);
}

Napi::Value ImportTable(const Napi::CallbackInfo &info) {
  const capsule_contract *contract = info[0].IsNull() ? nullptr : StaticContract(info[0]);
  return CallAll(info.Env(), capsule_import_table(info.Env(), contract), contract);
}

/* Contents whose destruction is counted. */
struct Content {
  double value;
};
int destroyed_context = 0;

void DestroyContent(void *pointer, void *context) {
  destroyed++;
  destroyed_context = context == nullptr ? 0 : *static_cast<int *>(context);
  delete static_cast<Content *>(pointer);
}

/* sealPointer(name, value): seals contents on the heap, with a destructor. */
Napi::Value SealPointer(const Napi::CallbackInfo &info) {
  static int context = 7;
  std::string name = Text(info[0]);
  auto *content = new Content{info[1].ToNumber()};
  const napi_value value =
      capsule_seal(info.Env(), info[0].IsNull() ? nullptr : name.c_str(),
                   info[1].IsNull() ? nullptr : content, &context, DestroyContent);
  if (value == nullptr) delete content;
  Overwrite(name);
  return Napi::Value(info.Env(), value);
}

/* sealInstance(contract, value, { size, missing, storage: 'heap', table: null }): seals an instance
   with state on the heap; NULL in place of the state for null. */
Napi::Value SealInstance(const Napi::CallbackInfo &info) {
  const capsule_contract *contract = info[0].IsObject() ? StaticContract(info[0]) : nullptr;
  const Napi::Object options = Options(info, 2);
  const size_t count = contract == nullptr ? 0 : CountOf(contract);
  const size_t size = sizeof(capsule_table) + count * sizeof(Function);
  std::vector<void *> heap(size / sizeof(void *) + 1);
  void *table = options.Get("storage").IsString() ? heap.data() : AllocateStatic(size);
  if (contract != nullptr) FillTable(table, contract, options);
  auto *content = info[1].IsNull() ? nullptr : new Content{info[1].ToNumber()};
  const napi_value value =
      capsule_seal_instance(info.Env(), contract, options.Get("table").IsNull() ? nullptr : table,
                            content, DestroyContent);
  if (value == nullptr) delete content;
  return Napi::Value(info.Env(), value);
}

/* openInstance(value, contract): returns the number of a hold. */
Napi::Value OpenInstance(const Napi::CallbackInfo &info) {
  const capsule_contract *contract = info[1].IsObject() ? StaticContract(info[1]) : nullptr;
  capsule_envelope *envelope = capsule_open_instance(info.Env(), info[0], contract);
  if (envelope != nullptr && (capsule_instance_state(envelope) != envelope->pointer ||
                              capsule_instance_table(envelope) == nullptr))
    abort();
  return KeepHold(info, envelope);
}

/* sealWithHeapDestructor(): seals with a destructor whose address is on the heap. */
Napi::Value SealWithHeapDestructor(const Napi::CallbackInfo &info) {
  static std::vector<char> heap(64);
  void (*destructor)(void *, void *);
  void *address = heap.data();
  memcpy(&destructor, &address, sizeof(destructor));
  return Napi::Value(
      info.Env(), capsule_seal(info.Env(), "@forge/heap", &destroyed_context, nullptr, destructor));
}

/* sealHostFunction(): seals a table with a function of Node itself, which needs no pin. */
Napi::Value SealHostFunction(const Napi::CallbackInfo &info) {
  static struct {
    size_t size;
    const char *variant;
    napi_status (*typeof_value)(napi_env, napi_value, napi_valuetype *);
  } table;
  static const capsule_entry entries[] = {{"typeof_value", "i32(*void,*void,*i32)", 0, 0}};
  static const capsule_contract contract = CAPSULE_CONTRACT("@forge/host", 1, 0, entries);
  table = {sizeof(table), nullptr, napi_typeof};
  return Napi::Value(info.Env(), capsule_seal_table(info.Env(), &contract, &table));
}

/* openPointer(value, name): returns the number of a hold. */
Napi::Value OpenPointer(const Napi::CallbackInfo &info) {
  return KeepHold(info, capsule_open(info.Env(), info[0], Text(info[1]).c_str()));
}

Napi::Value Read(const Napi::CallbackInfo &info) {
  return Napi::Number::New(info.Env(), static_cast<Content *>(HoldOf(info[0])->pointer)->value);
}

Napi::Value Destroyed(const Napi::CallbackInfo &info) {
  return Napi::Number::New(info.Env(), static_cast<double>(destroyed));
}

Napi::Value Check(const Napi::CallbackInfo &info) {
  const std::string name = Text(info[1]);
  const capsule_status status =
      capsule_check(info.Env(), info[0], info[1].IsUndefined() ? nullptr : name.c_str());
  return Napi::Number::New(info.Env(), status);
}

/* pending(what): runs a function while an exception is pending, which has to stay. */
int status_while_pending = -1;

Napi::Value Pending(const Napi::CallbackInfo &info) {
  const std::string what = Text(info[0]);
  const napi_env env = info.Env();
  if (napi_throw_error(env, "FIRST", "the first one") != napi_ok) return {};
  if (what == "import" && capsule_import(env, "@acme/none") != nullptr) abort();
  if (what == "seal" &&
      capsule_seal(env, "@forge/any", &destroyed_context, nullptr, nullptr) != nullptr)
    abort();
  if (what == "open" && capsule_open(env, info[1], "@forge/any") != nullptr) abort();
  if (what == "check") status_while_pending = capsule_check(env, info[1], nullptr);
  return {};
}

Napi::Value StatusWhilePending(const Napi::CallbackInfo &info) {
  return Napi::Number::New(info.Env(), status_while_pending);
}

/* openWithoutContract(value, contract): opens with a NULL name, or a NULL or invalid contract. */
Napi::Value OpenWithoutContract(const Napi::CallbackInfo &info) {
  const capsule_contract *contract = info[1].IsObject() ? StaticContract(info[1]) : nullptr;
  if (info[1].IsNull()) capsule_open(info.Env(), info[0], nullptr);
  else capsule_open_table(info.Env(), info[0], contract);
  return {};
}

/* throwStatus(status): throws what any function throws with this status. */
void ThrowStatus(const Napi::CallbackInfo &info) {
  capsule_refusal refusal;
  capsule_refusal_init(&refusal, "Testing", nullptr);
  const auto status = static_cast<capsule_status>(info[0].ToNumber().Int32Value());
  capsule_refusal_set(&refusal, status, "a", "b", "");
  capsule_throw(info.Env(), &refusal, nullptr);
}

Napi::Value Import(const Napi::CallbackInfo &info) {
  const std::string name = Text(info[0]);
  return Napi::Value(info.Env(),
                     capsule_import(info.Env(), info[0].IsNull() ? nullptr : name.c_str()));
}

/* The C++ wrapper: sealCpp(value), openCpp(value). */
Napi::Value SealCpp(const Napi::CallbackInfo &info) {
  return capsule::Seal(info.Env(), "@forge/cpp",
                       std::make_unique<Content>(Content{info[0].ToNumber()}));
}

Napi::Value OpenCpp(const Napi::CallbackInfo &info) {
  capsule::Handle<Content> first(info[0], "@forge/cpp");
  capsule::Handle<Content> second = std::move(first);
  if (first || !second) abort();
  return Napi::Number::New(info.Env(), second->value);
}

/* importCpp(name): imports and opens a table, and returns the number of its functions. */
Napi::Value ImportCpp(const Napi::CallbackInfo &info) {
  const std::string name = Text(info[0]);
  named_any.name = name.c_str();
  const auto table = capsule::Handle<capsule_table>::Import(info.Env());
  return Napi::Number::New(info.Env(), static_cast<double>(table->size / sizeof(void *) - 2));
}

Napi::Object Init(Napi::Env env, Napi::Object exports) {
  exports["sealTable"] = Napi::Function::New<SealTable>(env);
  exports["sealNullTable"] = Napi::Function::New<SealNullTable>(env);
  exports["openTable"] = Napi::Function::New<OpenTable>(env);
  exports["importTable"] = Napi::Function::New<ImportTable>(env);
  exports["sealPointer"] = Napi::Function::New<SealPointer>(env);
  exports["sealInstance"] = Napi::Function::New<SealInstance>(env);
  exports["openInstance"] = Napi::Function::New<OpenInstance>(env);
  exports["sealWithHeapDestructor"] = Napi::Function::New<SealWithHeapDestructor>(env);
  exports["sealHostFunction"] = Napi::Function::New<SealHostFunction>(env);
  exports["openPointer"] = Napi::Function::New<OpenPointer>(env);
  exports["read"] = Napi::Function::New<Read>(env);
  ExportHolds(env, exports);
  ExportArrow(env, exports);
  ExportData(env, exports);
  ExportDestructors(env, exports);
  ExportOwned(env, exports);
  exports["destroyed"] = Napi::Function::New<Destroyed>(env);
  exports["check"] = Napi::Function::New<Check>(env);
  exports["pending"] = Napi::Function::New<Pending>(env);
  exports["statusWhilePending"] = Napi::Function::New<StatusWhilePending>(env);
  exports["throwStatus"] = Napi::Function::New<ThrowStatus>(env);
  exports["openWithoutContract"] = Napi::Function::New<OpenWithoutContract>(env);
  exports["raceRevoke"] = Napi::Function::New<RaceRevoke>(env);
  exports["raceTake"] = Napi::Function::New<RaceTake>(env);
  exports["import"] = Napi::Function::New<Import>(env);
  exports["importCpp"] = Napi::Function::New<ImportCpp>(env);
  exports["sealCpp"] = Napi::Function::New<SealCpp>(env);
  exports["openCpp"] = Napi::Function::New<OpenCpp>(env);
  ExportFunctions(exports);
  exports["wrap"] = Napi::Function::New<Wrap>(env);
  exports["external"] = Napi::Function::New<External>(env);
  exports["envelope"] = Napi::Function::New<Envelope>(env);
  return exports;
}

} // namespace

NODE_API_MODULE(forge, Init)
