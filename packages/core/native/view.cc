/* view.cc: exposes data to JavaScript, as an ArrayBuffer over the memory itself if that is safe,
   else as a copy.

   A view holds the contents until the engine frees the ArrayBuffer. A Worker needs care: JavaScript
   may have moved the buffer to another thread, with transfer() or postMessage. The finalizer still
   runs when the environment of the Worker ends, although the buffer is in use. In that case
   the memory is deliberately leaked, and counted for CAPSULE_DEBUG. */
#include "napi.h"

#include <capsule/capsule_data.h>
#include <mutex>
#include <new>

namespace {

/* The hold of one ArrayBuffer. */
struct BufferHold {
  capsule_envelope *envelope;
  bool may_move; /* to a thread that outlives this one */
  bool created;  /* until then, the finalizer runs only because the engine rejects the buffer */
  bool leaked;   /* another thread may use the buffer, and no finalizer tells when it is freed */
  BufferHold *next;
  BufferHold **link; /* the pointer to this struct; NULL if it is in no list */
};

/* A producer whose report of holds runs at exit. */
struct Reporter {
  void (*destroy)(capsule_envelope *);
  Reporter *next;
};

/* All holds, for the report of CAPSULE_DEBUG. The lists are intrusive, so that adding and removing
   cannot fail. Never destroyed: threads may outlive main. */
struct Holds {
  std::mutex mutex;
  BufferHold *first = nullptr;
  Reporter *reporters = nullptr;
};
alignas(Holds) unsigned char holds_storage[sizeof(Holds)];
Holds &all_holds = *new (holds_storage) Holds;

/* Runs at exit, with CAPSULE_DEBUG. Views that live until the process ends are not forgotten holds:
   each of their holds is turned into the count of a JavaScript value, which the report omits.
   Nothing is released, because other threads may still use the memory. */
void ExcludeFromReport() {
  const std::lock_guard<std::mutex> lock(all_holds.mutex);
  size_t leaked = 0;
  BufferHold *next;
  for (BufferHold *hold = all_holds.first; hold != nullptr; hold = next) {
    next = hold->next;
    hold->link = nullptr;
    if (hold->leaked) leaked++;
    capsule_atomic_add(&hold->envelope->count, static_cast<int64_t>(CAPSULE_HANDLE) - 1);
  }
  all_holds.first = nullptr;
  if (leaked > 0) fprintf(stderr, "capsule: views that outlived their Worker: %zu\n", leaked);
}

/* Remembers a producer. Returns whether it is new. */
bool AddReporter(void (*destroy)(capsule_envelope *)) {
  for (const Reporter *each = all_holds.reporters; each != nullptr; each = each->next)
    if (each->destroy == destroy) return false;
  auto *reporter = new (std::nothrow) Reporter{destroy, all_holds.reporters};
  if (reporter != nullptr) all_holds.reporters = reporter;
  return true;
}

void Register(BufferHold *hold) {
  const std::lock_guard<std::mutex> lock(all_holds.mutex);
  hold->next = all_holds.first;
  hold->link = &all_holds.first;
  if (hold->next != nullptr) hold->next->link = &hold->next;
  all_holds.first = hold;
  /* The last handler that is registered runs first, and this one has to run before the report of
     each producer. */
  if (capsule_debug_enabled() && AddReporter(hold->envelope->destroy)) atexit(ExcludeFromReport);
}

/* Releases a hold, unless ExcludeFromReport has. */
void Release(BufferHold *hold) {
  bool listed;
  {
    const std::lock_guard<std::mutex> lock(all_holds.mutex);
    listed = hold->link != nullptr;
    if (listed) {
      *hold->link = hold->next;
      if (hold->next != nullptr) hold->next->link = hold->link;
    }
  }
  if (listed) capsule_release(hold->envelope);
  delete hold;
}

void Leak(BufferHold *hold) {
  const std::lock_guard<std::mutex> lock(all_holds.mutex);
  hold->leaked = true;
}

/* Whether the environment is being torn down: from then on Node-API rejects every function that it
   regards as able to run JavaScript. napi_strict_equals is one of them, although comparing
   undefined runs none, and reads no property that a script could replace. A cleanup hook would run
   too late: Node finalizes buffers before its hooks, measured on Node 20 to 26. */
bool IsTearingDown(napi_env env) {
  napi_value undefined;
  bool equal;
  return napi_get_undefined(env, &undefined) != napi_ok ||
         napi_strict_equals(env, undefined, undefined, &equal) != napi_ok;
}

void Finalize(napi_env env, void *, void *hint) {
  auto *hold = static_cast<BufferHold *>(hint);
  if (!hold->created) return;
  if (hold->may_move && IsTearingDown(env)) Leak(hold);
  else Release(hold);
}

/* Throws ERR_CAPSULE_OUT_OF_MEMORY. Returns NULL. */
napi_value ThrowNoMemory(napi_env env) {
  capsule_refusal refusal;
  capsule_refusal_init(&refusal, "Viewing data", nullptr);
  capsule_refusal_set(&refusal, CAPSULE_OUT_OF_MEMORY, "memory for a view", "none", "");
  return capsule_throw(env, &refusal, nullptr);
}

/* Returns the reason why there can be no buffer over the memory itself; NULL if there can. */
const char *ReasonToCopy(const capsule_data *data) {
  if ((data->flags & CAPSULE_READ_ONLY) != 0) return "read-only contents";
  if (!capsule_data_is_contiguous(data)) return "elements with gaps between them";
  if (reinterpret_cast<uintptr_t>(data->data) % (data->dtype.bits / 8u) != 0)
    return "elements at an odd address";
  return nullptr;
}

/* Copies the elements in row-major order. Offsets are unsigned, so that they may wrap around
   between two rows. */
void CopyElements(const capsule_data *data, char *to) {
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

/* view(capsule, mayMove): returns an ArrayBuffer over the memory of data, or a string with the
   reason why there is none. data.ts ensures that there are elements, and that a typed array can
   have their type and number. */
napi_value View(napi_env env, napi_callback_info info) {
  const Arguments<2> arguments(env, info);
  napi_value result = nullptr;
  bool may_move = false;
  if (!arguments.read) return nullptr;
  napi_status status = napi_get_value_bool(env, arguments.value[1], &may_move);
  if (status != napi_ok) return ThrowStatus(env, "Viewing data", status);
  capsule_envelope *envelope = capsule_open_data(env, arguments.value[0], nullptr);
  if (envelope == nullptr) return nullptr;
  const capsule_data *data = envelope->data;
  const char *reason = ReasonToCopy(data);
  BufferHold *hold = nullptr;
  if (reason == nullptr)
    hold = new (std::nothrow) BufferHold{envelope, may_move, false, false, nullptr, nullptr};
  if (hold != nullptr) {
    const size_t bytes = capsule_data_bytes(data);
    status = napi_create_external_arraybuffer(env, data->data, bytes, Finalize, hold, &result);
    if (status == napi_ok) {
      hold->created = true;
      Register(hold);
      return result;
    }
    if (status == napi_no_external_buffers_allowed) reason = "an engine that allows no such buffer";
    delete hold;
  } else if (reason == nullptr) {
    capsule_release(envelope);
    return ThrowNoMemory(env);
  }
  capsule_release(envelope);
  if (reason != nullptr) status = napi_create_string_latin1(env, reason, NAPI_AUTO_LENGTH, &result);
  return status == napi_ok ? result : ThrowStatus(env, "Viewing data", status);
}

/* copy(capsule, array): copies the elements of data into a typed array of the same size, and
   returns that. */
napi_value Copy(napi_env env, napi_callback_info info) {
  const Arguments<2> arguments(env, info);
  napi_value buffer = nullptr;
  size_t offset = 0, bytes = 0;
  void *memory = nullptr;
  if (!arguments.read) return nullptr;
  capsule_envelope *envelope = capsule_open_data(env, arguments.value[0], nullptr);
  if (envelope == nullptr) return nullptr;
  const bool fits = napi_get_typedarray_info(env, arguments.value[1], nullptr, nullptr, &memory,
                                             &buffer, &offset) == napi_ok &&
                    napi_get_arraybuffer_info(env, buffer, nullptr, &bytes) == napi_ok &&
                    bytes - offset == capsule_data_bytes(envelope->data);
  if (fits) CopyElements(envelope->data, static_cast<char *>(memory));
  capsule_release(envelope);
  return fits ? arguments.value[1] : ThrowStatus(env, "Copying data", napi_invalid_arg);
}
