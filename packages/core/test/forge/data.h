/* data.h: data capsules of any description, and tensors of DLPack. */
#ifndef FORGE_DATA_H
#define FORGE_DATA_H

#include "holds.h"

#include <algorithm>
#include <capsule/capsule_dlpack.h>

namespace {

/* A description: { code, bits, lanes, ndim, shape, strides, flags, size, empty, offset }. The
   memory has `room` bytes, which count up from 0 or are those of `bytes`; the first element is
   at `offset`. */
struct Description {
  std::vector<int64_t> shape, strides;
  capsule_data data = {};
  char *memory = nullptr;

  static std::vector<int64_t> Numbers(const Napi::Value &value) {
    std::vector<int64_t> numbers;
    if (!value.IsArray()) return numbers;
    const Napi::Array array = value.As<Napi::Array>();
    for (uint32_t i = 0; i < array.Length(); i++)
      numbers.push_back(Napi::Value(array[i]).ToNumber().Int64Value());
    return numbers;
  }

  static int32_t Number(const Napi::Object &object, const char *name, int32_t otherwise) {
    return object.Has(name) ? object.Get(name).ToNumber().Int32Value() : otherwise;
  }

  explicit Description(const Napi::Object &object)
      : shape(Numbers(object.Get("shape"))), strides(Numbers(object.Get("strides"))) {
    const auto room = static_cast<size_t>(Number(object, "room", 0));
    memory = object.Has("empty") ? nullptr : static_cast<char *>(malloc(room + 1));
    for (size_t i = 0; memory != nullptr && i < room; i++) memory[i] = static_cast<char>(i);
    if (object.Has("bytes")) {
      const Napi::Buffer<char> bytes = object.Get("bytes").As<Napi::Buffer<char>>();
      memcpy(memory, bytes.Data(), std::min(room, bytes.Length()));
    }
    data.size = static_cast<uint32_t>(Number(object, "size", sizeof(capsule_data)));
    data.flags = static_cast<uint32_t>(Number(object, "flags", 0));
    data.data = memory == nullptr ? nullptr : memory + Number(object, "offset", 0);
    data.ndim = Number(object, "ndim", static_cast<int32_t>(shape.size()));
    data.dtype = {static_cast<uint8_t>(Number(object, "code", CAPSULE_FLOAT)),
                  static_cast<uint8_t>(Number(object, "bits", 64)),
                  static_cast<uint16_t>(Number(object, "lanes", 1))};
    data.shape = object.Get("shape").IsNull() ? nullptr : shape.data();
    data.strides = strides.empty() ? nullptr : strides.data();
  }
};

void DestroyData(void *, void *memory) {
  destroyed++;
  free(memory);
}

/* sealData(name, description) */
Napi::Value SealData(const Napi::CallbackInfo &info) {
  std::string name = Text(info[0]);
  Description description(info[1].As<Napi::Object>());
  const napi_value value = capsule_seal_data(info.Env(), info[0].IsNull() ? nullptr : name.c_str(),
                                             info[2].ToBoolean() ? nullptr : &description.data,
                                             description.memory, DestroyData);
  if (value == nullptr) free(description.memory);
  Overwrite(name);
  std::fill(description.shape.begin(), description.shape.end(), -1);
  return Napi::Value(info.Env(), value);
}

/* The name that a consumer requires; null accepts any. */
const char *NameOf(const Napi::Value &value, const std::string &text) {
  return value.IsNull() ? nullptr : text.c_str();
}

Napi::Value OpenData(const Napi::CallbackInfo &info) {
  const std::string name = Text(info[1]);
  return KeepHold(info, capsule_open_data(info.Env(), info[0], NameOf(info[1], name)));
}

Napi::Value TakeData(const Napi::CallbackInfo &info) {
  const std::string name = Text(info[1]);
  return KeepHold(info, capsule_take_data(info.Env(), info[0], NameOf(info[1], name)));
}

/* alignment(hold): the largest power of two, up to 4096, that divides the address of the first
   element. */
Napi::Value Alignment(const Napi::CallbackInfo &info) {
  const auto address = reinterpret_cast<uintptr_t>(HoldOf(info[0])->data->data) | 4096;
  return Napi::Number::New(info.Env(), static_cast<double>(address & (0 - address)));
}

/* reportedMemory(): the bytes that addons have reported to the engine. */
Napi::Value ReportedMemory(const Napi::CallbackInfo &info) {
  return Napi::Number::New(
      info.Env(), static_cast<double>(Napi::MemoryManagement::AdjustExternalMemory(info.Env(), 0)));
}

std::vector<capsule_dlpack *> tensors;

/* toDlpack(hold): the number of a tensor. */
Napi::Value ToDlpack(const Napi::CallbackInfo &info) {
  tensors.push_back(capsule_to_dlpack(HoldOf(info[0])));
  return Napi::Number::New(info.Env(), static_cast<double>(tensors.size() - 1));
}

Napi::Array Array(Napi::Env env, const int64_t *numbers, int32_t count) {
  Napi::Array array = Napi::Array::New(env);
  for (int32_t i = 0; i < count; i++)
    array[static_cast<uint32_t>(i)] = Napi::Number::New(env, static_cast<double>(numbers[i]));
  return array;
}

/* tensor(number): its members, as another library reads them. */
Napi::Value Tensor(const Napi::CallbackInfo &info) {
  const Napi::Env env = info.Env();
  const capsule_dlpack *tensor = tensors[info[0].ToNumber().Uint32Value()];
  Napi::Object result = Napi::Object::New(env);
  result["major"] = Napi::Number::New(env, tensor->major);
  result["flags"] = Napi::Number::New(env, static_cast<double>(tensor->flags));
  result["device"] = Napi::Number::New(env, tensor->tensor.device_type);
  result["bits"] = Napi::Number::New(env, tensor->tensor.dtype.bits);
  result["byteOffset"] = Napi::Number::New(env, static_cast<double>(tensor->tensor.byte_offset));
  result["shape"] = Array(env, tensor->tensor.shape, tensor->tensor.ndim);
  result["hasStrides"] = Napi::Boolean::New(env, tensor->tensor.strides != nullptr);
  result["strides"] = Array(env, tensor->tensor.strides, tensor->tensor.ndim);
  return result;
}

/* deleteTensor(number): calls the deleter on another thread, as a library might. */
void DeleteTensor(const Napi::CallbackInfo &info) {
  capsule_dlpack *tensor = tensors[info[0].ToNumber().Uint32Value()];
  std::thread([tensor] { tensor->deleter(tensor); }).join();
}

/* A tensor of another library, which its deleter frees with its description. */
struct Foreign {
  capsule_dlpack tensor = {};
  Description description;
};

void DeleteForeign(capsule_dlpack *self) {
  auto *foreign = static_cast<Foreign *>(self->manager);
  destroyed++;
  free(foreign->description.memory);
  delete foreign;
}

/* fromDlpack(name, description with { major, device, tensorFlags, byteOffset }) */
Napi::Value FromDlpack(const Napi::CallbackInfo &info) {
  const std::string name = Text(info[0]);
  if (info[1].IsUndefined())
    return Napi::Value(info.Env(), capsule_from_dlpack(info.Env(), name.c_str(), nullptr));
  const Napi::Object object = info[1].As<Napi::Object>();
  auto *foreign = new Foreign{{}, Description(object)};
  capsule_dlpack &tensor = foreign->tensor;
  const capsule_data &data = foreign->description.data;
  tensor.major = static_cast<uint32_t>(Description::Number(object, "major", 1));
  tensor.minor = 7;
  tensor.manager = foreign;
  tensor.deleter = DeleteForeign;
  tensor.flags = static_cast<uint64_t>(Description::Number(object, "tensorFlags", 0));
  tensor.tensor.data = data.data;
  tensor.tensor.device_type = Description::Number(object, "device", CAPSULE_DLPACK_CPU);
  tensor.tensor.ndim = data.ndim;
  tensor.tensor.dtype = data.dtype;
  tensor.tensor.shape = foreign->description.shape.data();
  tensor.tensor.strides = const_cast<int64_t *>(data.strides);
  tensor.tensor.byte_offset = static_cast<uint64_t>(Description::Number(object, "byteOffset", 0));
  return Napi::Value(info.Env(), capsule_from_dlpack(info.Env(), name.c_str(), &tensor));
}

void ExportData(Napi::Env env, Napi::Object exports) {
  exports["sealData"] = Napi::Function::New<SealData>(env);
  exports["openData"] = Napi::Function::New<OpenData>(env);
  exports["takeData"] = Napi::Function::New<TakeData>(env);
  exports["alignment"] = Napi::Function::New<Alignment>(env);
  exports["reportedMemory"] = Napi::Function::New<ReportedMemory>(env);
  exports["toDlpack"] = Napi::Function::New<ToDlpack>(env);
  exports["tensor"] = Napi::Function::New<Tensor>(env);
  exports["deleteTensor"] = Napi::Function::New<DeleteTensor>(env);
  exports["fromDlpack"] = Napi::Function::New<FromDlpack>(env);
}

} // namespace

#endif
