/* static_storage.h: makes contracts and tables from descriptions in JavaScript, in static storage,
   because sealing rejects others. */
#ifndef FORGE_STATIC_STORAGE_H
#define FORGE_STATIC_STORAGE_H

#include <capsule/capsule.hpp>
#include <cstdlib>
#include <cstring>
#include <string>

namespace {

/* Static memory that is allocated once and never freed. */
alignas(16) char arena[1 << 26];
size_t arena_used = 0;

void *AllocateStatic(size_t size) {
  void *place = arena + arena_used;
  arena_used += (size + 15) / 16 * 16;
  if (arena_used > sizeof(arena)) abort();
  return place;
}

/* A string, or the bytes of a Buffer for names that are not valid UTF-8. */
std::string Text(const Napi::Value &value) {
  if (!value.IsBuffer()) return value.ToString();
  const auto bytes = value.As<Napi::Buffer<char>>();
  return std::string(bytes.Data(), bytes.Length());
}

/* A sealer may reuse the memory of a string after it has sealed. */
void Overwrite(std::string &text) { text.assign(text.size(), '#'); }

const char *StaticText(const std::string &text) {
  return static_cast<char *>(
      memcpy(AllocateStatic(text.size() + 1), text.c_str(), text.size() + 1));
}

/* A string, or NULL for null. */
const char *StaticTextOrNull(const Napi::Value &value) {
  return value.IsNull() ? nullptr : StaticText(Text(value));
}

/* A number of the description, or the valid one. */
uint32_t Number(const Napi::Object &spec, const char *name, size_t valid) {
  const Napi::Value value = spec.Get(name);
  return value.IsNumber() ? value.As<Napi::Number>().Uint32Value() : static_cast<uint32_t>(valid);
}

/* { name, major, minor, entries: [{ name, signature, since, retired }] }, and members to be
   invalid: { size, entrySize, huge, noEntries }, and { flags } of an entry. */
const capsule_contract *StaticContract(const Napi::Value &value) {
  const auto spec = value.As<Napi::Object>();
  const auto list = spec.Get("entries").As<Napi::Array>();
  auto *entries =
      static_cast<capsule_entry *>(AllocateStatic(list.Length() * sizeof(capsule_entry)));
  for (uint32_t i = 0; i < list.Length(); i++) {
    const auto entry = list.Get(i).As<Napi::Object>();
    entries[i].name = StaticTextOrNull(entry.Get("name"));
    entries[i].signature = StaticTextOrNull(entry.Get("signature"));
    entries[i].since = entry.Get("since").ToNumber();
    entries[i].flags =
        Number(entry, "flags", entry.Get("retired").ToBoolean() ? CAPSULE_RETIRED : 0);
  }
  const capsule_contract contract = {Number(spec, "size", sizeof(capsule_contract)),
                                     Number(spec, "entrySize", sizeof(capsule_entry)),
                                     StaticTextOrNull(spec.Get("name")),
                                     spec.Get("major").ToNumber(),
                                     spec.Get("minor").ToNumber(),
                                     spec.Has("huge") ? SIZE_MAX / 8 : list.Length(),
                                     spec.Has("noEntries") ? nullptr : entries};
  return static_cast<capsule_contract *>(
      memcpy(AllocateStatic(sizeof(contract)), &contract, sizeof(contract)));
}

/* The functions of every forged table: the i-th returns i. */
template <int i> double Answer() { return i; }
using Function = double (*)();
const Function answers[] = {Answer<0>, Answer<1>, Answer<2>, Answer<3>,
                            Answer<4>, Answer<5>, Answer<6>, Answer<7>};

/* The number of functions of a table for a contract; 0 if the contract states an impossible one. */
size_t CountOf(const capsule_contract *contract) {
  return contract->count < 1024 ? contract->count : 0;
}

/* Fills in a table for a contract, with faults: { size, variant, heapVariant, missing: [i] }. */
void FillTable(void *table, const capsule_contract *contract, const Napi::Object &options) {
  const size_t count = CountOf(contract), whole = sizeof(capsule_table) + count * sizeof(Function);
  capsule_table head = {whole, nullptr};
  if (options.Has("size"))
    head.size = static_cast<size_t>(options.Get("size").ToNumber().Int64Value());
  if (options.Has("variant")) head.variant = StaticText(Text(options.Get("variant")));
  static const std::string heap(100, 'v');
  if (options.Has("heapVariant")) head.variant = heap.c_str();
  memcpy(table, &head, sizeof(head));
  for (size_t i = 0; i < count; i++) {
    Function function = answers[i % 8];
    if (options.Has("missing")) {
      const auto missing = options.Get("missing").As<Napi::Array>();
      for (uint32_t j = 0; j < missing.Length(); j++)
        if (missing.Get(j).ToNumber().Uint32Value() == i) function = nullptr;
    }
    memcpy(static_cast<char *>(table) + sizeof(head) + i * sizeof(function), &function,
           sizeof(function));
  }
}

Napi::Object Options(const Napi::CallbackInfo &info, size_t i) {
  return info[i].IsObject() ? info[i].As<Napi::Object>() : Napi::Object::New(info.Env());
}

} // namespace

#endif
