/* arrow.cc: exports Arrow structs of any description, valid or not, and counts those that exist. */
#include <capsule/capsule.hpp>

#include <capsule/capsule_arrow.h>
#include <memory>
#include <string>
#include <vector>

namespace {

int64_t alive = 0, released_again = 0;

/* Owns what a schema or an array refers to: the root owns its children. */
template <typename Struct> struct Node {
  Struct self = {};
  std::string format, name;
  std::vector<std::vector<char>> memory;
  std::vector<const void *> buffers;
  std::vector<std::unique_ptr<Node>> owned;
  std::vector<Struct *> children;
  std::unique_ptr<Node> dictionary;
};

template <typename Struct> void ReleaseRoot(Struct *self) {
  auto *node = static_cast<Node<Struct> *>(self->private_data);
  if (node == nullptr) released_again++;
  else alive--;
  delete node;
  self->private_data = nullptr;
  self->release = nullptr;
}

template <typename Struct> void ReleaseChild(Struct *self) { self->release = nullptr; }

int64_t Number(const Napi::Object &spec, const char *name, int64_t otherwise) {
  const Napi::Value value = spec.Get(name);
  if (value.IsBigInt()) {
    bool lossless;
    return value.As<Napi::BigInt>().Int64Value(&lossless);
  }
  return value.IsNumber() ? value.As<Napi::Number>().Int64Value() : otherwise;
}

/* The parts that schemas and arrays have in common. */
template <typename Struct, typename Fill>
std::unique_ptr<Node<Struct>> Build(const Napi::Object &spec, Fill fill) {
  auto node = std::make_unique<Node<Struct>>();
  node->self.release = ReleaseChild<Struct>;
  if (spec.Get("children").IsArray()) {
    const auto list = spec.Get("children").As<Napi::Array>();
    for (uint32_t i = 0; i < list.Length(); i++) {
      const Napi::Value child = list.Get(i);
      node->owned.push_back(child.IsObject() ? Build<Struct>(child.As<Napi::Object>(), fill)
                                             : nullptr);
      node->children.push_back(node->owned[i] == nullptr ? nullptr : &node->owned[i]->self);
    }
  }
  node->self.n_children = Number(spec, "nChildren", static_cast<int64_t>(node->children.size()));
  node->self.children = node->children.empty() ? nullptr : node->children.data();
  if (spec.Get("dictionary").IsObject()) {
    node->dictionary = Build<Struct>(spec.Get("dictionary").As<Napi::Object>(), fill);
    node->self.dictionary = &node->dictionary->self;
  }
  fill(*node, spec);
  return node;
}

/* { format, name, children, nChildren, dictionary }; null for a NULL format */
void FillSchema(Node<ArrowSchema> &node, const Napi::Object &spec) {
  node.format = spec.Get("format").ToString();
  node.self.format = spec.Get("format").IsNull() ? nullptr : node.format.c_str();
  if (!spec.Get("name").IsString()) return;
  node.name = spec.Get("name").ToString();
  node.self.name = node.name.c_str();
}

/* { length, nullCount, offset, nBuffers, buffers, shift, children, nChildren, dictionary }: a
   buffer is a typed array, or null; `shift` misaligns the memory by so many bytes. */
void FillArray(Node<ArrowArray> &node, const Napi::Object &spec) {
  node.self.length = Number(spec, "length", 0);
  node.self.null_count = Number(spec, "nullCount", 0);
  node.self.offset = Number(spec, "offset", 0);
  const auto shift = static_cast<size_t>(Number(spec, "shift", 0));
  if (spec.Get("buffers").IsArray()) {
    const auto list = spec.Get("buffers").As<Napi::Array>();
    node.memory.resize(list.Length());
    for (uint32_t i = 0; i < list.Length(); i++) {
      const Napi::Value buffer = list.Get(i);
      if (buffer.IsTypedArray()) {
        const auto array = buffer.As<Napi::TypedArray>();
        const auto *bytes = static_cast<const char *>(array.ArrayBuffer().Data());
        node.memory[i].assign(shift, 0);
        node.memory[i].insert(node.memory[i].end(), bytes + array.ByteOffset(),
                              bytes + array.ByteOffset() + array.ByteLength());
        node.memory[i].push_back(0); /* so that empty memory has an address, too */
      }
      node.buffers.push_back(buffer.IsTypedArray() ? node.memory[i].data() + shift : nullptr);
    }
  }
  node.self.n_buffers = Number(spec, "nBuffers", static_cast<int64_t>(node.buffers.size()));
  node.self.buffers = node.buffers.empty() ? nullptr : node.buffers.data();
}

/* Moves the root to a struct of the caller, which owns the nodes. */
template <typename Struct> Struct Export(std::unique_ptr<Node<Struct>> node) {
  Struct out = node->self;
  out.release = ReleaseRoot<Struct>;
  out.private_data = node.release();
  alive++;
  return out;
}

ArrowSchema SchemaOf(const Napi::Value &spec) {
  return Export(Build<ArrowSchema>(spec.As<Napi::Object>(), FillSchema));
}

ArrowArray ArrayOf(const Napi::Value &spec) {
  return Export(Build<ArrowArray>(spec.As<Napi::Object>(), FillArray));
}

/* pair(schema, array, deviceType): two capsules. */
Napi::Value Pair(const Napi::CallbackInfo &info) {
  ArrowSchema schema = SchemaOf(info[0]);
  ArrowArray array = ArrayOf(info[1]);
  if (!info[2].IsNumber())
    return Napi::Value(info.Env(), capsule_seal_arrow_pair(info.Env(), &schema, &array));
  ArrowDeviceArray device = {};
  device.array = array;
  device.device_type = info[2].ToNumber();
  device.sync_event = info[3].ToBoolean() ? &alive : nullptr;
  Napi::Array pair = Napi::Array::New(info.Env(), 2);
  pair[0u] = Napi::Value(info.Env(), capsule_seal_arrow_schema(info.Env(), &schema));
  pair[1u] = Napi::Value(info.Env(), capsule_seal_arrow_device_array(info.Env(), &device));
  return pair;
}

/* What a stream yields. All structs are made in advance; those that were not read end with it. */
struct Batches {
  ArrowSchema schema = {};
  std::vector<ArrowArray> arrays;
  size_t next = 0;
  int64_t repeat = 1, schema_error = 0, fail_at = -1;
  bool has_text = true;
  std::vector<double> values; /* of repeated batches, which are made when they are read */

  ~Batches() {
    if (schema.release != nullptr) schema.release(&schema);
    for (ArrowArray &array : arrays)
      if (array.release != nullptr) array.release(&array);
  }
};

Batches *BatchesOf(ArrowArrayStream *stream) {
  return static_cast<Batches *>(stream->private_data);
}

ArrowArray RepeatedBatch(const std::vector<double> &values) {
  auto node = std::make_unique<Node<ArrowArray>>();
  node->memory.resize(2);
  node->memory[1].resize(values.size() * sizeof(double));
  memcpy(node->memory[1].data(), values.data(), node->memory[1].size());
  node->buffers = {nullptr, node->memory[1].data()};
  node->self.length = static_cast<int64_t>(values.size());
  node->self.n_buffers = 2;
  node->self.buffers = node->buffers.data();
  return Export(std::move(node));
}

int GetSchema(ArrowArrayStream *stream, ArrowSchema *out) {
  Batches *batches = BatchesOf(stream);
  if (batches->schema_error != 0) return static_cast<int>(batches->schema_error);
  *out = batches->schema;
  batches->schema.release = nullptr;
  return 0;
}

int GetNext(ArrowArrayStream *stream, ArrowArray *out) {
  Batches *batches = BatchesOf(stream);
  const auto index = static_cast<int64_t>(batches->next++);
  if (index == batches->fail_at) {
    memset(out, 0x55, sizeof(*out)); /* whatever is in it, the consumer must not read it */
    return 5;
  }
  *out = {};
  if (!batches->values.empty()) {
    if (index < batches->repeat) *out = RepeatedBatch(batches->values);
  } else if (index < static_cast<int64_t>(batches->arrays.size())) {
    *out = batches->arrays[static_cast<size_t>(index)];
    batches->arrays[static_cast<size_t>(index)].release = nullptr;
  }
  return 0;
}

const char *GetLastError(ArrowArrayStream *stream) {
  return BatchesOf(stream)->has_text ? "the disk is on fire" : nullptr;
}

void ReleaseStream(ArrowArrayStream *stream) {
  delete BatchesOf(stream);
  stream->release = nullptr;
  alive--;
}

/* stream(schema, arrays, { failAt, schemaError, silent }); `arrays` may be { values, repeat }. */
Napi::Value Stream(const Napi::CallbackInfo &info) {
  auto batches = std::make_unique<Batches>();
  const auto options =
      info[2].IsObject() ? info[2].As<Napi::Object>() : Napi::Object::New(info.Env());
  batches->schema = SchemaOf(info[0]);
  batches->schema_error = Number(options, "schemaError", 0);
  batches->fail_at = Number(options, "failAt", -1);
  batches->has_text = !options.Get("silent").ToBoolean();
  if (info[1].IsArray()) {
    const auto list = info[1].As<Napi::Array>();
    for (uint32_t i = 0; i < list.Length(); i++) batches->arrays.push_back(ArrayOf(list.Get(i)));
  } else {
    const auto spec = info[1].As<Napi::Object>();
    const auto values = spec.Get("values").As<Napi::Float64Array>();
    batches->values.assign(values.Data(), values.Data() + values.ElementLength());
    batches->repeat = Number(spec, "repeat", 1);
  }
  ArrowArrayStream stream = {GetSchema, GetNext, GetLastError, ReleaseStream, batches.release()};
  alive++;
  return Napi::Value(info.Env(), capsule_seal_arrow_array_stream(info.Env(), &stream));
}

/* counts(): [alive, released again] */
Napi::Value Counts(const Napi::CallbackInfo &info) {
  Napi::Array counts = Napi::Array::New(info.Env());
  counts[0u] = Napi::Number::New(info.Env(), static_cast<double>(alive));
  counts[1u] = Napi::Number::New(info.Env(), static_cast<double>(released_again));
  return counts;
}

Napi::Object Init(Napi::Env env, Napi::Object exports) {
  exports["pair"] = Napi::Function::New<Pair>(env);
  exports["stream"] = Napi::Function::New<Stream>(env);
  exports["counts"] = Napi::Function::New<Counts>(env);
  return exports;
}

} // namespace

NODE_API_MODULE(arrow, Init)
