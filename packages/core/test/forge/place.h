/* place.h: lays out contracts and tables that a test describes in JavaScript. They go to static
   storage, since a table elsewhere is refused. */
#ifndef FORGE_PLACE_H
#define FORGE_PLACE_H

#include <capsule/capsule.hpp>
#include <cstdlib>
#include <cstring>
#include <string>

namespace {

/* Static memory that is handed out once and never given back. */
alignas(16) char arena[1 << 20];
size_t arena_used = 0;

void *Place(size_t size) {
  void *place = arena + arena_used;
  arena_used += (size + 15) / 16 * 16;
  if (arena_used > sizeof(arena)) abort();
  return place;
}

/* A string, or the bytes of a Buffer, so that a test can make names that are not UTF-8. */
std::string Text(const Napi::Value &value) {
  if (!value.IsBuffer()) return value.ToString();
  const auto bytes = value.As<Napi::Buffer<char>>();
  return std::string(bytes.Data(), bytes.Length());
}

/* What a sealer may do with a text when it has sealed it. */
void Overwrite(std::string &text) { text.assign(text.size(), '#'); }

const char *PlaceText(const std::string &text) {
  return static_cast<char *>(memcpy(Place(text.size() + 1), text.c_str(), text.size() + 1));
}

/* A string, or NULL for null. */
const char *PlaceOptional(const Napi::Value &value) {
  return value.IsNull() ? nullptr : PlaceText(Text(value));
}

/* A number that a test gives, or the right one. */
uint32_t Number(const Napi::Object &spec, const char *name, size_t right) {
  const Napi::Value value = spec.Get(name);
  return value.IsNumber() ? value.As<Napi::Number>().Uint32Value() : static_cast<uint32_t>(right);
}

/* { name, major, minor, entries: [{ name, signature, since, retired }] }, and what is wrong:
   { size, entrySize, huge, noEntries }, and { flags } of an entry. */
const capsule_contract *PlaceContract(const Napi::Value &value) {
  const auto spec = value.As<Napi::Object>();
  const auto list = spec.Get("entries").As<Napi::Array>();
  auto *entries = static_cast<capsule_entry *>(Place(list.Length() * sizeof(capsule_entry)));
  for (uint32_t i = 0; i < list.Length(); i++) {
    const auto entry = list.Get(i).As<Napi::Object>();
    entries[i].name = PlaceOptional(entry.Get("name"));
    entries[i].signature = PlaceOptional(entry.Get("signature"));
    entries[i].since = entry.Get("since").ToNumber();
    entries[i].flags =
        Number(entry, "flags", entry.Get("retired").ToBoolean() ? CAPSULE_RETIRED : 0);
  }
  const capsule_contract contract = {Number(spec, "size", sizeof(capsule_contract)),
                                     Number(spec, "entrySize", sizeof(capsule_entry)),
                                     PlaceOptional(spec.Get("name")),
                                     spec.Get("major").ToNumber(),
                                     spec.Get("minor").ToNumber(),
                                     spec.Has("huge") ? SIZE_MAX / 8 : list.Length(),
                                     spec.Has("noEntries") ? nullptr : entries};
  return static_cast<capsule_contract *>(
      memcpy(Place(sizeof(contract)), &contract, sizeof(contract)));
}

/* The functions of every forged table: the i-th gives i. */
template <int i> double Answer() { return i; }
using Function = double (*)();
const Function answers[] = {Answer<0>, Answer<1>, Answer<2>, Answer<3>,
                            Answer<4>, Answer<5>, Answer<6>, Answer<7>};

/* How many functions a table for a contract gets, also if the contract lies. */
size_t CountOf(const capsule_contract *contract) {
  return contract->count < 1024 ? contract->count : 0;
}

/* Fills a table for a contract: { size, variant, heapVariant, missing: [index] } say how
   it is wrong. */
void FillTable(void *table, const capsule_contract *contract, const Napi::Object &options) {
  const size_t count = CountOf(contract), whole = sizeof(capsule_table) + count * sizeof(Function);
  capsule_table head = {whole, nullptr};
  if (options.Has("size"))
    head.size = static_cast<size_t>(options.Get("size").ToNumber().Int64Value());
  if (options.Has("variant")) head.variant = PlaceText(Text(options.Get("variant")));
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
