/* envelopes.h: JavaScript values and envelopes that were not made by sealing. */
#ifndef FORGE_ENVELOPES_H
#define FORGE_ENVELOPES_H

#include "static_storage.h"

#include <capsule/capsule_data.h>

#ifndef _WIN32
#include <sys/mman.h>
#include <unistd.h>
#endif

namespace {

/* wrap(tag, inside): an object with the tag of capsules, another one or none, that wraps an
   address. */
Napi::Value Wrap(const Napi::CallbackInfo &info) {
  static const napi_type_tag foreign = {1, 2};
  static int something;
  const std::string tag = info[0].ToString(), inside = info[1].ToString();
  Napi::Object object = Napi::Object::New(info.Env());
  if (tag == "capsule") napi_type_tag_object(info.Env(), object, &capsule_tag);
  if (tag == "foreign") napi_type_tag_object(info.Env(), object, &foreign);
  if (inside == "one")
    napi_wrap(info.Env(), object, reinterpret_cast<void *>(1), nullptr, nullptr, nullptr);
  if (inside == "null") napi_wrap(info.Env(), object, nullptr, nullptr, nullptr, nullptr);
  if (inside == "something") napi_wrap(info.Env(), object, &something, nullptr, nullptr, nullptr);
  return object;
}

Napi::Value External(const Napi::CallbackInfo &info) {
  static int something;
  return Napi::External<int>::New(info.Env(), &something);
}

/* Memory at the end of a page, followed by a page that cannot be read. */
void *AtPageEnd(size_t size) {
#ifdef _WIN32
  SYSTEM_INFO system;
  GetSystemInfo(&system);
  const size_t page = system.dwPageSize;
  const auto pages =
      static_cast<char *>(VirtualAlloc(nullptr, 2 * page, MEM_RESERVE, PAGE_NOACCESS));
  if (pages == nullptr || VirtualAlloc(pages, page, MEM_COMMIT, PAGE_READWRITE) == nullptr) abort();
  return pages + page - size;
#else
  const auto page = static_cast<size_t>(sysconf(_SC_PAGESIZE));
  void *pages = mmap(nullptr, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (pages == MAP_FAILED || mprotect(static_cast<char *>(pages) + page, page, PROT_NONE) != 0)
    abort();
  return static_cast<char *>(pages) + page - size;
#endif
}

void Nothing(capsule_envelope *) {}

/* envelope(contract, faults): the envelope that capsule_seal_table would make, with members
   overwritten: { magic, abi, envelopeSize, kind, flags, state, pointer, name, destroy, contract,
   atPageEnd, elementCode }. */
Napi::Value Envelope(const Napi::CallbackInfo &info) {
  const capsule_contract *contract = StaticContract(info[0]);
  const Napi::Object change = Options(info, 1);
  void *table = AllocateStatic(sizeof(capsule_table) + CountOf(contract) * sizeof(Function));
  FillTable(table, contract, change);
  if (change.Has("atPageEnd")) {
    const auto size = static_cast<size_t>(change.Get("atPageEnd").ToNumber().Int64Value());
    void *shorter = AtPageEnd(size);
    memcpy(table, &size, sizeof(size));
    table = memcpy(shorter, table, size);
  }
  auto *envelope = static_cast<capsule_envelope *>(AllocateStatic(sizeof(capsule_envelope)));
  envelope->magic = CAPSULE_MAGIC;
  envelope->abi = CAPSULE_ABI;
  envelope->size = sizeof(capsule_envelope);
  envelope->kind = CAPSULE_TABLE;
  envelope->count = 1;
  envelope->destroy = Nothing;
  envelope->name = contract->name;
  envelope->pointer = table;
  envelope->contract = contract;
  envelope->file = "forged";
  if (change.Has("magic")) envelope->magic ^= 1;
  if (change.Has("abi")) envelope->abi = change.Get("abi").ToNumber();
  if (change.Has("envelopeSize")) envelope->size = change.Get("envelopeSize").ToNumber();
  if (change.Has("kind")) envelope->kind = change.Get("kind").ToNumber();
  if (change.Has("flags")) envelope->flags = change.Get("flags").ToNumber();
  if (change.Has("state")) envelope->state = change.Get("state").ToNumber();
  if (change.Has("pointer")) envelope->pointer = nullptr;
  if (change.Has("name")) envelope->name = nullptr;
  if (change.Has("destroy")) envelope->destroy = nullptr;
  if (change.Has("contract")) envelope->contract = nullptr;
  if (change.Has("elementCode")) {
    static const int64_t one = 1;
    auto *data = static_cast<capsule_data *>(AllocateStatic(sizeof(capsule_data)));
    *data = CAPSULE_DATA_OF(table, CAPSULE_F64, 1, &one);
    data->strides = &one;
    data->dtype.code = static_cast<uint8_t>(change.Get("elementCode").ToNumber().Uint32Value());
    envelope->data = data;
  }
  Napi::Object object = Napi::Object::New(info.Env());
  napi_type_tag_object(info.Env(), object, &capsule_tag);
  napi_wrap(info.Env(), object, envelope, nullptr, nullptr, nullptr);
  return object;
}

} // namespace

#endif
