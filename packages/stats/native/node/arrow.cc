/* arrow.cc: the JavaScript functions that read Arrow capsules, batch by batch. They run no
   JavaScript: TypeScript calls openColumn, then for each batch nextBatch and either sealBatch or
   copyBatch, and closeColumn at the end. */
#include "../arrow/column.h"

#include "arguments.h"
#include "exports.h"
#include "out_of_memory.h"

#include <capsule/capsule_arrow.h>
#include <new>

namespace {

constexpr const char *READER = "@capsule/stats:reader";

/* A column that is being read. It owns the stream, and the current array until that is sealed. */
struct Reader {
  ArrowArrayStream stream = {};
  ArrowArray array = {};
  stats_arrow_field field = {};
  stats_arrow_view view = {};
  bool is_stream = false;
  bool is_read = false; /* an array that is no stream has one batch */

  Reader() = default;
  Reader(const Reader &) = delete;
  Reader &operator=(const Reader &) = delete;
  ~Reader() {
    ReleaseArray();
    if (stream.release != nullptr) stream.release(&stream);
  }

  void ReleaseArray() {
    if (array.release != nullptr) array.release(&array);
    array.release = nullptr;
  }
};

struct Schema : ArrowSchema {
  Schema() : ArrowSchema() {}
  ~Schema() {
    if (release != nullptr) release(this);
  }
  Schema(const Schema &) = delete;
  Schema &operator=(const Schema &) = delete;
};

/* A hold on an open reader. */
class OpenReader {
public:
  OpenReader(napi_env env, napi_value value) : envelope_(capsule_open(env, value, READER)) {}
  ~OpenReader() { capsule_release(envelope_); }
  OpenReader(const OpenReader &) = delete;
  OpenReader &operator=(const OpenReader &) = delete;

  explicit operator bool() const { return envelope_ != nullptr; }
  Reader *get() const { return static_cast<Reader *>(envelope_->pointer); }
  Reader *operator->() const { return get(); }

private:
  capsule_envelope *envelope_;
};

/* { fault, expected, found, advice } */
napi_value RefusalOf(napi_env env, const stats_arrow_refusal &refusal) {
  const char *const texts[] = {refusal.expected, refusal.found, refusal.advice};
  napi_value values[3], fault, object;
  if (napi_create_object(env, &object) != napi_ok ||
      napi_create_int32(env, refusal.fault, &fault) != napi_ok)
    return nullptr;
  for (int i = 0; i < 3; i++)
    if (napi_create_string_utf8(env, texts[i], NAPI_AUTO_LENGTH, &values[i]) != napi_ok)
      return nullptr;
  const napi_property_descriptor properties[] = {
      capsule_property("fault", fault), capsule_property("expected", values[0]),
      capsule_property("found", values[1]), capsule_property("advice", values[2])};
  return napi_define_properties(env, object, 4, properties) == napi_ok ? object : nullptr;
}

/* What a step has led to. FAILED: an exception is pending, or a call of Node-API has failed. */
enum class Step { DONE, REFUSED, FAILED };

Step Refuse(stats_arrow_refusal *refusal, stats_arrow_fault fault, const char *expected,
            const char *found, const char *advice = "") {
  stats_arrow_refuse(refusal, fault, expected, found, advice);
  return Step::REFUSED;
}

/* An error code of a stream, with the text that the stream has for it. */
Step RefuseStream(stats_arrow_refusal *refusal, ArrowArrayStream *stream, const char *callback,
                  int code) {
  char found[sizeof(refusal->found)];
  const char *text = stream->get_last_error(stream);
  snprintf(found, sizeof(found), "error %d of %s%s%s", code, callback, text == nullptr ? "" : ": ",
           text == nullptr ? "" : text);
  return Refuse(refusal, STATS_ARROW_FAILED, "a stream that can be read", found);
}

/* Takes the array of a device, if the CPU can read it. */
Step TakeDeviceArray(napi_env env, napi_value capsule, ArrowArray *array,
                     stats_arrow_refusal *refusal) {
  ArrowDeviceArray device;
  if (!capsule_take_arrow_device_array(env, capsule, &device)) return Step::FAILED;
  if (capsule_arrow_is_on_host(&device)) {
    *array = device.array;
    return Step::DONE;
  }
  char found[64];
  snprintf(found, sizeof(found), "an array of device type %d%s",
           static_cast<int>(device.device_type),
           device.sync_event == nullptr ? "" : " with an event to await");
  device.array.release(&device.array);
  return Refuse(refusal, STATS_ARROW_TYPE, "memory that the CPU can read", found,
                "Copy it to the CPU in its producer.");
}

Step OpenArray(napi_env env, napi_value schema_capsule, napi_value array_capsule, Reader *reader,
               Schema *schema, stats_arrow_refusal *refusal) {
  if (!capsule_take_arrow_schema(env, schema_capsule, schema)) return Step::FAILED;
  if (capsule_check(env, array_capsule, capsule_arrow_device_array.name) == CAPSULE_OK)
    return TakeDeviceArray(env, array_capsule, &reader->array, refusal);
  return capsule_take_arrow_array(env, array_capsule, &reader->array) ? Step::DONE : Step::FAILED;
}

Step OpenStream(napi_env env, napi_value capsule, Reader *reader, Schema *schema,
                stats_arrow_refusal *refusal) {
  reader->is_stream = true;
  if (!capsule_take_arrow_array_stream(env, capsule, &reader->stream)) return Step::FAILED;
  const int code = reader->stream.get_schema(&reader->stream, schema);
  if (code != 0) {
    schema->release = nullptr; /* not filled in */
    return RefuseStream(refusal, &reader->stream, "get_schema", code);
  }
  if (schema->release != nullptr) return Step::DONE;
  return Refuse(refusal, STATS_ARROW_UNSOUND, "a valid ArrowSchema", "one that was released");
}

/* Reads a string into `name`, which the caller frees; leaves NULL there for undefined. */
bool ReadName(napi_env env, napi_value value, char **name) {
  napi_valuetype type;
  size_t length = 0;
  if (napi_typeof(env, value, &type) != napi_ok) return false;
  if (type == napi_undefined) return true;
  if (napi_get_value_string_utf8(env, value, nullptr, 0, &length) != napi_ok) return false;
  *name = static_cast<char *>(malloc(length + 1));
  return *name != nullptr &&
         napi_get_value_string_utf8(env, value, *name, length + 1, nullptr) == napi_ok;
}

void DeleteReader(void *reader, void *) { delete static_cast<Reader *>(reader); }

Step Open(napi_env env, const napi_value *argument, Reader *reader, stats_arrow_refusal *refusal) {
  Schema schema;
  napi_valuetype type;
  if (napi_typeof(env, argument[1], &type) != napi_ok) return Step::FAILED;
  Step step = type == napi_undefined
                  ? OpenStream(env, argument[0], reader, &schema, refusal)
                  : OpenArray(env, argument[0], argument[1], reader, &schema, refusal);
  if (step != Step::DONE) return step;
  char *name = nullptr;
  if (!ReadName(env, argument[2], &name)) step = Step::FAILED;
  else if (!stats_arrow_find(&schema, name, &reader->field, refusal)) step = Step::REFUSED;
  free(name);
  return step;
}

/* Gets the next array. Leaves it without a release callback at the end. */
Step Advance(Reader *reader, stats_arrow_refusal *refusal) {
  if (!reader->is_stream) {
    if (reader->is_read) reader->ReleaseArray();
    reader->is_read = true;
    return Step::DONE;
  }
  reader->ReleaseArray();
  const int code = reader->stream.get_next(&reader->stream, &reader->array);
  if (code != 0) {
    reader->array.release = nullptr; /* not filled in */
    return RefuseStream(refusal, &reader->stream, "get_next", code);
  }
  /* The array may be of another image than the stream, and a column may outlive its Worker. */
  if (capsule_arrow_pin_array(&reader->array, nullptr, 0)) return Step::DONE;
  return Refuse(refusal, STATS_ARROW_UNSOUND, "a release callback in an addon or a library",
                "one at another address");
}

void ReleaseColumn(void *, void *context) {
  auto *array = static_cast<ArrowArray *>(context);
  array->release(array);
  free(array);
}

} // namespace

napi_value OpenColumn(napi_env env, napi_callback_info info) {
  size_t count = 3;
  napi_value argument[3];
  stats_arrow_refusal refusal = {};
  if (napi_get_cb_info(env, info, &count, argument, nullptr, nullptr) != napi_ok) return nullptr;
  auto *reader = new (std::nothrow) Reader;
  Step step = reader == nullptr
                  ? Refuse(&refusal, STATS_ARROW_NO_MEMORY, "memory for a reader", "none")
                  : Open(env, argument, reader, &refusal);
  napi_value result = nullptr;
  if (step == Step::REFUSED) result = RefusalOf(env, refusal);
  if (step == Step::DONE) result = capsule_seal(env, READER, reader, nullptr, DeleteReader);
  if (step != Step::DONE || result == nullptr) delete reader;
  return result;
}

napi_value NextBatch(napi_env env, napi_callback_info info) {
  enum { END, IN_PLACE, COPY };
  size_t count = 2;
  napi_value argument[2], result;
  Sample sizes;
  stats_arrow_refusal refusal = {};
  if (napi_get_cb_info(env, info, &count, argument, nullptr, nullptr) != napi_ok ||
      !ReadSample(env, argument[1], 2, false, &sizes))
    return nullptr;
  const OpenReader reader(env, argument[0]);
  if (!reader) return nullptr;
  int kind = END;
  Step step = Advance(reader.get(), &refusal);
  if (step == Step::DONE && reader->array.release != nullptr) {
    if (!stats_arrow_read(&reader->array, &reader->field, &reader->view, &refusal))
      step = Step::REFUSED;
    kind = stats_arrow_is_in_place(&reader->view) ? IN_PLACE : COPY;
    sizes.data[0] = static_cast<double>(reader->view.length);
    sizes.data[1] = static_cast<double>(reader->view.nulls);
  }
  if (step == Step::REFUSED) return RefusalOf(env, refusal);
  return napi_create_int32(env, kind, &result) == napi_ok ? result : nullptr;
}

napi_value SealBatch(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value argument;
  if (napi_get_cb_info(env, info, &count, &argument, nullptr, nullptr) != napi_ok) return nullptr;
  const OpenReader reader(env, argument);
  if (!reader) return nullptr;
  if (reader->array.release == nullptr || !stats_arrow_is_in_place(&reader->view))
    return Reject(env, "expected a batch that can stay in place"), nullptr;
  auto *own = static_cast<ArrowArray *>(malloc(sizeof(ArrowArray)));
  if (own == nullptr) return ThrowOutOfMemory(env, "Reading an Arrow column", 1);
  *own = reader->array;
  const int64_t shape[] = {reader->view.length};
  capsule_data data =
      CAPSULE_DATA_OF(const_cast<char *>(reader->view.values), CAPSULE_F64, 1, shape);
  data.flags = CAPSULE_READ_ONLY;
  napi_value capsule = capsule_seal_data(env, COLUMN, &data, own, ReleaseColumn);
  if (capsule == nullptr) free(own);
  else reader->array.release = nullptr;
  return capsule;
}

napi_value CopyBatch(napi_env env, napi_callback_info info) {
  size_t count = 3;
  napi_value argument[3];
  bool has_mask = false;
  Sample out;
  if (napi_get_cb_info(env, info, &count, argument, nullptr, nullptr) != napi_ok ||
      napi_is_typedarray(env, argument[2], &has_mask) != napi_ok)
    return nullptr;
  const OpenReader reader(env, argument[0]);
  if (!reader) return nullptr;
  const stats_arrow_view *view = &reader->view;
  void *mask = nullptr;
  size_t mask_size = 0;
  if (has_mask && napi_get_buffer_info(env, argument[2], &mask, &mask_size) != napi_ok)
    return nullptr;
  const auto n = static_cast<size_t>(view->length);
  const auto valid = static_cast<size_t>(view->length - view->nulls);
  if (!ReadSample(env, argument[1], valid, false, &out)) return nullptr;
  if (reader->array.release == nullptr || (has_mask && mask_size < n) ||
      (out.n != valid && out.n != n))
    return Reject(env, "expected a batch, and room for it"), nullptr;
  /* With room for every value, each null keeps its place. */
  stats_arrow_copy(view, out.n == n, out.data);
  if (has_mask) stats_arrow_mask(view, static_cast<uint8_t *>(mask));
  return Undefined(env);
}

/* Withdraws a capsule of this file: without holds, its contents end at once. */
static napi_value End(napi_env env, napi_callback_info info, const char *name) {
  size_t count = 1;
  napi_value capsule;
  if (napi_get_cb_info(env, info, &count, &capsule, nullptr, nullptr) != napi_ok ||
      !capsule_revoke(env, capsule, name))
    return nullptr;
  return Undefined(env);
}

napi_value CloseColumn(napi_env env, napi_callback_info info) { return End(env, info, READER); }

napi_value EndColumn(napi_env env, napi_callback_info info) { return End(env, info, COLUMN); }

napi_value CopySample(napi_env env, napi_callback_info info) {
  size_t count = 3;
  napi_value argument[3];
  Sample x, out;
  double index;
  if (napi_get_cb_info(env, info, &count, argument, nullptr, nullptr) != napi_ok ||
      !ReadNumber(env, argument[2], &index) || !ReadSample(env, argument[0], 0, true, &x) ||
      !ReadSample(env, argument[1], 0, false, &out))
    return nullptr;
  if (!(index >= 0 && index <= static_cast<double>(out.n)) ||
      x.n > out.n - static_cast<size_t>(index))
    return Reject(env, "expected room for the sample"), nullptr;
  if (x.n > 0) memcpy(out.data + static_cast<size_t>(index), x.data, x.n * sizeof(double));
  return Undefined(env);
}
