/* view.cc: lets JavaScript look at data: at the memory itself where that is safe, else at a copy.

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

/* What to do where the memory itself cannot be shown, in the order of `modes` in data.ts. */
enum Mode { COPY_IF_NEEDED, COPY_ALWAYS, COPY_NEVER };

struct View {
  capsule_envelope *envelope;
  bool may_move; /* to a thread that outlives this one */
  bool left;     /* it may have, and nobody will tell when it is gone */
};

/* All views that hold something, for the report of CAPSULE_DEBUG. Never freed: threads may outlive
   main. */
struct Views {
  std::mutex mutex;
  std::set<View *> live;
};
Views &AllViews() {
  static auto *views = new Views;
  return *views;
}

/* A view that lives until the process ends is no hold that somebody has forgotten. */
void ReleaseAtExit() {
  Views &views = AllViews();
  const std::lock_guard<std::mutex> lock(views.mutex);
  size_t left = 0;
  for (View *view : views.live) {
    if (view->left) left++;
    capsule_release(view->envelope);
  }
  if (left > 0) fprintf(stderr, "capsule: views that outlived their Worker: %zu\n", left);
}

void Remember(View *view) {
  static const bool reports = capsule_is_debugging() && atexit(ReleaseAtExit) == 0;
  (void)reports;
  Views &views = AllViews();
  const std::lock_guard<std::mutex> lock(views.mutex);
  views.live.insert(view);
}

void Forget(View *view) {
  {
    Views &views = AllViews();
    const std::lock_guard<std::mutex> lock(views.mutex);
    views.live.erase(view);
  }
  capsule_release(view->envelope);
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
  if (view->may_move && IsEnding(env)) view->left = true;
  else Forget(view);
}

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

/* A buffer over the memory itself; it owns the hold of the view. NULL where the engine has none. */
napi_value OverMemory(napi_env env, View *view, size_t bytes) {
  napi_value buffer = nullptr;
  if (napi_create_external_arraybuffer(env, view->envelope->data->data, bytes, Finalize, view,
                                       &buffer) != napi_ok)
    return nullptr;
  Remember(view);
  return buffer;
}

/* Copies the elements, row after row: an odometer of indices walks over the outer dimensions. */
void Gather(const capsule_data *data, char *to) {
  const size_t size = data->dtype.bits / 8u, count = capsule_data_count(data);
  if (capsule_data_is_contiguous(data)) {
    if (count > 0) memcpy(to, data->data, count * size);
    return;
  }
  int64_t index[CAPSULE_MAX_DIMENSIONS] = {};
  int64_t offset = 0;
  for (size_t i = 0; i < count; i++) {
    memcpy(to + i * size, static_cast<char *>(data->data) + offset * static_cast<int64_t>(size),
           size);
    for (int32_t d = data->ndim - 1; d >= 0; d--) {
      offset += data->strides[d];
      if (++index[d] < data->shape[d]) break;
      offset -= data->shape[d] * data->strides[d];
      index[d] = 0;
    }
  }
}

napi_value Refuse(napi_env env, const capsule_envelope *envelope, const char *expected,
                  const char *found, const char *advice) {
  capsule_refusal refusal;
  capsule_doing(&refusal, "Viewing", envelope->name);
  refusal.status = CAPSULE_NOT_VIEWABLE;
  capsule_say(&refusal.expected, "%s", expected);
  if (found != nullptr) capsule_say(&refusal.found, "%s", found);
  else capsule_say_dtype(&refusal.found, envelope->data->dtype);
  capsule_say(&refusal.advice, "%s", advice);
  return capsule_throw(env, &refusal, nullptr);
}

/* The array of a held envelope. `view` is used up when the array is one of the memory itself. */
napi_value Show(napi_env env, std::unique_ptr<View> &view, Mode mode) {
  const capsule_data *data = view->envelope->data;
  const size_t bytes = capsule_data_bytes(data);
  napi_typedarray_type type;
  if (!TypeOf(data->dtype, &type))
    return Refuse(env, view->envelope, "elements that a typed array can have", nullptr, "");
  const char *hindrance = Hindrance(data);
  napi_value buffer = nullptr, array = nullptr;
  if (mode != COPY_ALWAYS && hindrance == nullptr && bytes > 0) {
    buffer = OverMemory(env, view.get(), bytes);
    if (buffer != nullptr) (void)view.release();
    else hindrance = "an engine that allows no such buffer";
  }
  if (buffer == nullptr) {
    void *to = nullptr;
    if (mode == COPY_NEVER && bytes > 0)
      return Refuse(env, view->envelope, "memory that can be shown without a copy", hindrance,
                    "Leave { copy: false } out.");
    if (napi_create_arraybuffer(env, bytes, &to, &buffer) != napi_ok) return nullptr;
    Gather(data, static_cast<char *>(to));
  }
  const napi_status status =
      napi_create_typedarray(env, type, bytes / (data->dtype.bits / 8u), buffer, 0, &array);
  return status == napi_ok ? array : nullptr;
}

} // namespace

/* asTypedArray(capsule, mode, mayMove) */
napi_value AsTypedArray(napi_env env, napi_callback_info info) {
  const Arguments<3> arguments(env, info);
  int32_t mode = 0;
  bool may_move = false;
  /* The finalizer is this addon's code, and may run when its last Worker has exited. */
  if (!arguments.read || !capsule_pin(capsule_code_address((capsule_function)AsTypedArray)) ||
      napi_get_value_int32(env, arguments.value[1], &mode) != napi_ok ||
      napi_get_value_bool(env, arguments.value[2], &may_move) != napi_ok)
    return nullptr;
  capsule_envelope *envelope = capsule_open_data(env, arguments.value[0], nullptr);
  if (envelope == nullptr) return nullptr;
  std::unique_ptr<View> view(new View{envelope, may_move, false});
  const napi_value array = Show(env, view, static_cast<Mode>(mode));
  if (view != nullptr) capsule_release(envelope);
  return array;
}
