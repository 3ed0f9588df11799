/* view.cc: lets JavaScript look at data, at the memory itself where that is safe, and copies it to where
   JavaScript has room.

   A view holds the contents. What ends the hold is that the engine has freed the ArrayBuffer, and that
   needs care in a Worker: JavaScript may have moved the buffer away, with transfer() and postMessage,
   and it lives on elsewhere when the Worker's environment ends and its finalizers run. So at that time
   nothing is released: the memory stays, and is counted. */
#include "napi.h"

#include <capsule/capsule_data.h>
#include <memory>
#include <mutex>
#include <set>

namespace {

struct View {
  capsule_envelope *envelope;
  bool may_move; /* to a thread that outlives this one */
  bool made;     /* until then, a finalizer tells that the engine refuses */
  bool left;     /* its buffer may live elsewhere, and nobody will tell when it is gone */
};

/* All views that hold something, for the report of CAPSULE_DEBUG. Never freed: threads may outlive
   main. */
struct Views {
  std::mutex mutex;
  std::set<View *> live;
  std::set<void (*)(capsule_envelope *)> sealers;
};
Views &AllViews() {
  static auto *views = new Views;
  return *views;
}

/* A view that lives until the process ends is no hold that somebody has forgotten: it becomes what a
   JavaScript value counts. Nothing is released, for other threads may still look. */
void ExcuseViews() {
  Views &views = AllViews();
  const std::lock_guard<std::mutex> lock(views.mutex);
  size_t left = 0;
  for (const View *view : views.live) {
    if (view->left) left++;
    capsule_atomic_add(&view->envelope->count, static_cast<int64_t>(CAPSULE_HANDLE) - 1);
  }
  views.live.clear();
  if (left > 0) fprintf(stderr, "capsule: views that outlived their Worker: %zu\n", left);
}

void Remember(View *view) {
  Views &views = AllViews();
  const std::lock_guard<std::mutex> lock(views.mutex);
  views.live.insert(view);
  /* What is registered last runs first: this has to be before the report of each sealer. */
  if (capsule_debug_enabled() && views.sealers.insert(view->envelope->destroy).second)
    atexit(ExcuseViews);
}

void Forget(View *view) {
  bool held;
  {
    Views &views = AllViews();
    const std::lock_guard<std::mutex> lock(views.mutex);
    held = views.live.erase(view) == 1;
  }
  if (held) capsule_release(view->envelope);
  delete view;
}

/* Whether the environment is ending: nothing that could run JavaScript is done any more then. The
   question itself runs none. A cleanup hook would come too late: measured on Node 22 to 26. */
bool IsEnding(napi_env env) {
  napi_value global;
  bool has;
  return napi_get_global(env, &global) != napi_ok ||
         napi_has_named_property(env, global, "Object", &has) != napi_ok;
}

void Finalize(napi_env env, void *, void *hint) {
  auto *view = static_cast<View *>(hint);
  if (!view->made) return;
  if (view->may_move && IsEnding(env)) view->left = true;
  else Forget(view);
}

/* Which typed array shows elements of a type; false where none does. */
bool TypeOf(capsule_dtype type, napi_typedarray_type *result) {
  const struct {
    capsule_dtype dtype;
    napi_typedarray_type array;
  } types[] = {{CAPSULE_F64, napi_float64_array},  {CAPSULE_F32, napi_float32_array},
               {CAPSULE_I8, napi_int8_array},      {CAPSULE_U8, napi_uint8_array},
               {CAPSULE_I16, napi_int16_array},    {CAPSULE_U16, napi_uint16_array},
               {CAPSULE_I32, napi_int32_array},    {CAPSULE_U32, napi_uint32_array},
               {CAPSULE_I64, napi_bigint64_array}, {CAPSULE_U64, napi_biguint64_array}};
  for (const auto &each : types)
    if (capsule_dtype_equal(each.dtype, type)) {
      *result = each.array;
      return true;
    }
  return false;
}

/* Why the memory itself cannot be shown, or NULL. */
const char *Hindrance(const capsule_data *data) {
  if ((data->flags & CAPSULE_READ_ONLY) != 0) return "read-only contents";
  if (!capsule_data_is_contiguous(data)) return "elements with gaps between them";
  if (reinterpret_cast<uintptr_t>(data->data) % (data->dtype.bits / 8u) != 0)
    return "elements at an odd address";
  return nullptr;
}

/* Copies the elements, row after row: an odometer of indices walks over the outer dimensions. Offsets
   are unsigned, so that they may pass the ends on the way from one row to the next. */
void Gather(const capsule_data *data, char *to) {
  const size_t size = data->dtype.bits / 8u, count = capsule_data_count(data);
  if (capsule_data_is_contiguous(data)) {
    if (count > 0) memcpy(to, data->data, count * size);
    return;
  }
  int64_t index[CAPSULE_MAX_DIMENSIONS] = {};
  uint64_t offset = 0;
  for (size_t i = 0; i < count; i++) {
    const auto place = static_cast<int64_t>(offset * size);
    memcpy(to + i * size, static_cast<const char *>(data->data) + place, size);
    for (int32_t d = data->ndim - 1; d >= 0; d--) {
      const auto stride = static_cast<uint64_t>(data->strides[d]);
      offset += stride;
      if (++index[d] < data->shape[d]) break;
      offset -= static_cast<uint64_t>(data->shape[d]) * stride;
      index[d] = 0;
    }
  }
}

} // namespace

/* overMemory(capsule, mayMove): a typed array over the memory itself, or a text: why not. data.ts has
   seen that there are elements, of a type and of a number that a typed array can have. */
napi_value OverMemory(napi_env env, napi_callback_info info) {
  const Arguments<2> arguments(env, info);
  napi_value buffer = nullptr, result = nullptr;
  napi_typedarray_type type = napi_float64_array;
  bool may_move = false;
  if (!arguments.read) return nullptr;
  napi_status status = napi_get_value_bool(env, arguments.value[1], &may_move);
  if (status != napi_ok) return Failed(env, "Viewing data", status);
  capsule_envelope *envelope = capsule_open_data(env, arguments.value[0], nullptr);
  if (envelope == nullptr) return nullptr;
  const capsule_data *data = envelope->data;
  const char *hindrance = TypeOf(data->dtype, &type) ? Hindrance(data) : "elements of another type";
  /* The finalizer is this addon's code, and may run when its last Worker has exited. */
  if (!capsule_pin(capsule_code_address((capsule_function)OverMemory)))
    hindrance = "an addon that may be unloaded";
  auto *view = new View{envelope, may_move, false, false};
  if (hindrance == nullptr) {
    const size_t bytes = capsule_data_bytes(data);
    status = napi_create_external_arraybuffer(env, data->data, bytes, Finalize, view, &buffer);
    if (status == napi_no_external_buffers_allowed)
      hindrance = "an engine that allows no such buffer";
  }
  if (hindrance != nullptr || status != napi_ok) {
    delete view;
    capsule_release(envelope);
    if (hindrance == nullptr) return Failed(env, "Viewing data", status);
    status = napi_create_string_latin1(env, hindrance, NAPI_AUTO_LENGTH, &result);
    return status == napi_ok ? result : Failed(env, "Viewing data", status);
  }
  view->made = true;
  Remember(view);
  status = napi_create_typedarray(env, type, capsule_data_count(data), buffer, 0, &result);
  return status == napi_ok ? result : Failed(env, "Viewing data", status);
}

/* gather(capsule, array): copies the elements into an array of the same type and number. */
napi_value GatherInto(napi_env env, napi_callback_info info) {
  const Arguments<2> arguments(env, info);
  napi_typedarray_type type = napi_int8_array, wanted = napi_uint8_array;
  size_t length = 0;
  void *memory = nullptr;
  if (!arguments.read) return nullptr;
  capsule_envelope *envelope = capsule_open_data(env, arguments.value[0], nullptr);
  if (envelope == nullptr) return nullptr;
  const napi_status status =
      napi_get_typedarray_info(env, arguments.value[1], &type, &length, &memory, nullptr, nullptr);
  const bool fits = status == napi_ok && TypeOf(envelope->data->dtype, &wanted) && type == wanted &&
                    length == capsule_data_count(envelope->data);
  if (fits) Gather(envelope->data, static_cast<char *>(memory));
  capsule_release(envelope);
  return fits ? arguments.value[1] : Failed(env, "Copying data", napi_invalid_arg);
}
