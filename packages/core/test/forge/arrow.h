/* arrow.h: an exporter of Arrow structs that counts releases, and consumers of them. */
#ifndef FORGE_ARROW_H
#define FORGE_ARROW_H

#include "holds.h"

#include <capsule/capsule_arrow.h>
#include <memory>
#include <type_traits>

namespace {

/* The structs that exist, and the release callbacks that were called for one that does not. */
std::atomic<int64_t> arrow_alive{0}, arrow_released_again{0};

double arrow_values[] = {1, 2, 39};

/* What `private_data` refers to: never freed, so that a second release is counted. */
struct Exported {
  bool released = false;
  int64_t batches = 0;
  const void *buffers[2] = {nullptr, arrow_values};
};

template <typename Struct> void ReleaseExported(Struct *self) {
  auto *exported = static_cast<Exported *>(self->private_data);
  if (std::exchange(exported->released, true)) arrow_released_again++;
  else arrow_alive--;
  self->release = nullptr;
}

/* Kept for the process: see above. */
Exported *NewExported() {
  static std::mutex mutex;
  static std::vector<std::unique_ptr<Exported>> all;
  const std::lock_guard<std::mutex> lock(mutex);
  all.push_back(std::make_unique<Exported>());
  arrow_alive++;
  return all.back().get();
}

void Fill(ArrowSchema *schema) {
  *schema = {};
  schema->format = "g";
  schema->name = "column";
  schema->private_data = NewExported();
  schema->release = ReleaseExported<ArrowSchema>;
}

void Fill(ArrowArray *array) {
  Exported *exported = NewExported();
  *array = {};
  array->length = 3;
  array->n_buffers = 2;
  array->buffers = exported->buffers;
  array->private_data = exported;
  array->release = ReleaseExported<ArrowArray>;
}

void Fill(ArrowDeviceArray *array) {
  *array = {};
  Fill(&array->array);
  array->device_type = ARROW_DEVICE_CUDA;
}

/* Two batches, then the end: an array without a release callback. */
int NextBatch(Exported *exported, ArrowArray *out) {
  *out = {};
  if (exported->batches++ < 2) Fill(out);
  return 0;
}

int NextBatch(Exported *exported, ArrowDeviceArray *out) {
  *out = {};
  out->device_type = ARROW_DEVICE_CPU;
  return NextBatch(exported, &out->array);
}

template <typename Stream, typename Array> void FillStream(Stream *stream) {
  *stream = {};
  stream->private_data = NewExported();
  stream->get_schema = [](Stream *, ArrowSchema *out) { return Fill(out), 0; };
  stream->get_next = [](Stream *self, Array *out) {
    return NextBatch(static_cast<Exported *>(self->private_data), out);
  };
  stream->get_last_error = [](Stream *) -> const char * { return nullptr; };
  stream->release = ReleaseExported<Stream>;
}

void Fill(ArrowArrayStream *stream) { FillStream<ArrowArrayStream, ArrowArray>(stream); }
void Fill(ArrowDeviceArrayStream *stream) {
  FillStream<ArrowDeviceArrayStream, ArrowDeviceArray>(stream);
}

auto &ReleaseOf(ArrowSchema &schema) { return schema.release; }
auto &ReleaseOf(ArrowArray &array) { return array.release; }
auto &ReleaseOf(ArrowDeviceArray &array) { return array.array.release; }
auto &ReleaseOf(ArrowArrayStream &stream) { return stream.release; }
auto &ReleaseOf(ArrowDeviceArrayStream &stream) { return stream.release; }

void ReleaseArrow(ArrowDeviceArray &array) { array.array.release(&array.array); }
template <typename Struct> void ReleaseArrow(Struct &structure) { structure.release(&structure); }

/* What a stream yields: its schema, its batches, its end. */
template <typename Array, typename Stream> int64_t ReadStream(Stream &stream) {
  ArrowSchema schema;
  Array array;
  int64_t length = 0;
  if (stream.get_schema(&stream, &schema) != 0) return -1;
  ReleaseArrow(schema);
  for (;;) {
    if (stream.get_next(&stream, &array) != 0) return -1;
    if (ReleaseOf(array) == nullptr) return length;
    length += reinterpret_cast<ArrowArray *>(&array)->length;
    ReleaseArrow(array);
  }
}

int64_t ReadArrow(ArrowSchema &schema) { return static_cast<int64_t>(strlen(schema.format)); }
int64_t ReadArrow(ArrowArray &array) { return array.length; }
int64_t ReadArrow(ArrowDeviceArray &array) { return array.array.length; }
int64_t ReadArrow(ArrowArrayStream &stream) { return ReadStream<ArrowArray>(stream); }
int64_t ReadArrow(ArrowDeviceArrayStream &stream) { return ReadStream<ArrowDeviceArray>(stream); }

/* One kind of struct: how to seal it, how to take it, and what was taken. */
template <typename Struct, napi_value (*seal)(napi_env, Struct *),
          bool (*take)(napi_env, napi_value, Struct *), const capsule_arrow_kind *kind>
struct Kind {
  inline static std::vector<std::unique_ptr<Struct>> taken;

  /* seal(fault): faults are 'null', 'released', 'heap' and 'get_next'. */
  static napi_value Seal(const Napi::CallbackInfo &info) {
    const std::string fault = info[1].IsString() ? Text(info[1]) : "";
    Struct structure;
    Fill(&structure);
    if (fault == "null") {
      ReleaseArrow(structure);
      return seal(info.Env(), nullptr);
    }
    if (fault == "released") {
      ReleaseArrow(structure);
      return seal(info.Env(), &structure);
    }
    const auto release = ReleaseOf(structure);
    if (fault == "heap") {
      static std::vector<char> heap(64);
      void *address = heap.data();
      memcpy(&ReleaseOf(structure), &address, sizeof(address));
    }
    if constexpr (std::is_same_v<Struct, ArrowArrayStream>)
      if (fault == "get_next") structure.get_next = nullptr;
    const napi_value capsule = seal(info.Env(), &structure);
    if ((capsule == nullptr) != (ReleaseOf(structure) != nullptr)) abort();
    if (capsule == nullptr) {
      ReleaseOf(structure) = release;
      ReleaseArrow(structure);
    }
    return capsule;
  }

  static double Keep(const Struct &structure) {
    const std::lock_guard<std::mutex> lock(holds_mutex);
    taken.push_back(std::make_unique<Struct>(structure));
    return static_cast<double>(taken.size() - 1);
  }

  static double Take(const Napi::CallbackInfo &info) {
    Struct structure;
    const bool success = take(info.Env(), info[1], &structure);
    if (success == (ReleaseOf(structure) == nullptr)) abort();
    return success ? Keep(structure) : -1;
  }

  /* As a consumer that knows only the convention of Python: moves the struct out, without taking
     the capsule. */
  static double MoveOut(const Napi::CallbackInfo &info) {
    Struct structure;
    capsule_envelope *held = capsule_open(info.Env(), info[1], kind->name);
    if (held == nullptr) return -1;
    memcpy(&structure, held->pointer, sizeof(structure));
    ReleaseOf(*static_cast<Struct *>(held->pointer)) = nullptr;
    capsule_release(held);
    return Keep(structure);
  }

  /* As a consumer with a bug: keeps the bytes of the struct again. */
  static double Copy(uint32_t index) {
    Struct copy;
    {
      const std::lock_guard<std::mutex> lock(holds_mutex);
      copy = *taken[index];
    }
    return Keep(copy);
  }

  static int64_t Release(uint32_t index, bool on_thread) {
    std::unique_ptr<Struct> structure;
    {
      const std::lock_guard<std::mutex> lock(holds_mutex);
      structure = std::move(taken[index]);
    }
    const int64_t read = ReadArrow(*structure);
    if (on_thread) std::thread([&structure] { ReleaseArrow(*structure); }).join();
    else ReleaseArrow(*structure);
    return read;
  }
};

using SchemaKind =
    Kind<ArrowSchema, capsule_seal_arrow_schema, capsule_take_arrow_schema, &capsule_arrow_schema>;
using ArrayKind =
    Kind<ArrowArray, capsule_seal_arrow_array, capsule_take_arrow_array, &capsule_arrow_array>;
using StreamKind = Kind<ArrowArrayStream, capsule_seal_arrow_array_stream,
                        capsule_take_arrow_array_stream, &capsule_arrow_array_stream>;
using DeviceKind = Kind<ArrowDeviceArray, capsule_seal_arrow_device_array,
                        capsule_take_arrow_device_array, &capsule_arrow_device_array>;
using DeviceStreamKind =
    Kind<ArrowDeviceArrayStream, capsule_seal_arrow_device_array_stream,
         capsule_take_arrow_device_array_stream, &capsule_arrow_device_array_stream>;

/* Calls `use` with the Kind that has the name. */
template <typename Use> auto WithKind(const std::string &name, Use use) {
  if (name == capsule_arrow_schema.name) return use(SchemaKind());
  if (name == capsule_arrow_array.name) return use(ArrayKind());
  if (name == capsule_arrow_array_stream.name) return use(StreamKind());
  if (name == capsule_arrow_device_array.name) return use(DeviceKind());
  return use(DeviceStreamKind());
}

/* sealArrow(kind, fault) */
Napi::Value SealArrow(const Napi::CallbackInfo &info) {
  return Napi::Value(info.Env(),
                     WithKind(Text(info[0]), [&](auto kind) { return kind.Seal(info); }));
}

/* takeArrow(kind, capsule): a number for releaseArrow. */
Napi::Value TakeArrow(const Napi::CallbackInfo &info) {
  const double number = WithKind(Text(info[0]), [&](auto kind) { return kind.Take(info); });
  return number < 0 ? Napi::Value() : Napi::Number::New(info.Env(), number);
}

/* moveArrowOut(kind, capsule) */
Napi::Value MoveArrowOut(const Napi::CallbackInfo &info) {
  const double number = WithKind(Text(info[0]), [&](auto kind) { return kind.MoveOut(info); });
  return number < 0 ? Napi::Value() : Napi::Number::New(info.Env(), number);
}

/* copyArrow(kind, number): another number for the same contents, which then are released twice. */
Napi::Value CopyArrow(const Napi::CallbackInfo &info) {
  const uint32_t index = info[1].ToNumber();
  return Napi::Number::New(info.Env(),
                           WithKind(Text(info[0]), [&](auto kind) { return kind.Copy(index); }));
}

/* releaseArrow(kind, number, onThread): what could be read from the struct before. */
Napi::Value ReleaseTaken(const Napi::CallbackInfo &info) {
  const uint32_t index = info[1].ToNumber();
  const bool on_thread = info[2].ToBoolean();
  const int64_t read =
      WithKind(Text(info[0]), [&](auto kind) { return kind.Release(index, on_thread); });
  return Napi::Number::New(info.Env(), static_cast<double>(read));
}

/* sealArrowPair(fault): [schema, array]; the fault is that of the array. */
Napi::Value SealArrowPair(const Napi::CallbackInfo &info) {
  ArrowSchema schema;
  ArrowArray array;
  Fill(&schema);
  Fill(&array);
  if (info[0].ToBoolean()) ReleaseArrow(array);
  const napi_value pair = capsule_seal_arrow_pair(info.Env(), &schema, &array);
  if (schema.release != nullptr) schema.release(&schema);
  if (array.release != nullptr) array.release(&array);
  return Napi::Value(info.Env(), pair);
}

/* requestArrow(method, object, requested): format and length of what was requested. */
Napi::Value RequestArrow(const Napi::CallbackInfo &info) {
  const std::string method = Text(info[0]);
  const napi_value requested = info[2].IsUndefined() ? nullptr : static_cast<napi_value>(info[2]);
  ArrowSchema schema = {};
  ArrowArray array = {};
  ArrowArrayStream stream = {};
  std::string result;
  if (method == "schema" && capsule_request_arrow_schema(info.Env(), info[1], &schema))
    result = schema.format;
  if (method == "array" &&
      capsule_request_arrow_array(info.Env(), info[1], requested, &schema, &array))
    result = schema.format + std::to_string(array.length);
  if (method == "stream" && capsule_request_arrow_stream(info.Env(), info[1], requested, &stream))
    result = std::to_string(ReadStream<ArrowArray>(stream));
  if (schema.release != nullptr) schema.release(&schema);
  if (array.release != nullptr) array.release(&array);
  if (stream.release != nullptr) stream.release(&stream);
  return result.empty() ? Napi::Value() : Napi::String::New(info.Env(), result);
}

/* arrowCounts(): the structs that exist, and the second releases of one. */
Napi::Value ArrowCounts(const Napi::CallbackInfo &info) {
  Napi::Array counts = Napi::Array::New(info.Env());
  counts[0u] = Napi::Number::New(info.Env(), static_cast<double>(arrow_alive));
  counts[1u] = Napi::Number::New(info.Env(), static_cast<double>(arrow_released_again));
  return counts;
}

/* printArrowCountsAtExit(): prints them after JavaScript has ended. */
void PrintArrowCountsAtExit(const Napi::CallbackInfo &) {
  atexit([] {
    printf("alive %d, released again %d\n", static_cast<int>(arrow_alive),
           static_cast<int>(arrow_released_again));
  });
}

/* arrowIsOnHost(deviceType, hasEvent) */
Napi::Value ArrowIsOnHost(const Napi::CallbackInfo &info) {
  ArrowDeviceArray array = {};
  array.device_type = info[0].ToNumber();
  array.sync_event = info[1].ToBoolean() ? &array : nullptr;
  return Napi::Boolean::New(info.Env(), capsule_arrow_is_on_host(&array));
}

void ExportArrow(Napi::Env env, Napi::Object exports) {
  exports["sealArrow"] = Napi::Function::New<SealArrow>(env);
  exports["takeArrow"] = Napi::Function::New<TakeArrow>(env);
  exports["moveArrowOut"] = Napi::Function::New<MoveArrowOut>(env);
  exports["copyArrow"] = Napi::Function::New<CopyArrow>(env);
  exports["releaseArrow"] = Napi::Function::New<ReleaseTaken>(env);
  exports["sealArrowPair"] = Napi::Function::New<SealArrowPair>(env);
  exports["requestArrow"] = Napi::Function::New<RequestArrow>(env);
  exports["arrowCounts"] = Napi::Function::New<ArrowCounts>(env);
  exports["printArrowCountsAtExit"] = Napi::Function::New<PrintArrowCountsAtExit>(env);
  exports["arrowIsOnHost"] = Napi::Function::New<ArrowIsOnHost>(env);
}

} // namespace

#endif
