/* functions.cc: makes function capsules from the entries of a table, and binds contexts to them. */
#include "napi.h"

#include <capsule/capsule_function.h>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace {

/* The holds on memory that functions have as their context. A destructor gets the memory, not its
   envelope, and several envelopes may have the same memory: so all of them are held until the last
   function that has it is gone. Never freed: threads may outlive main. */
class Contexts {
public:
  static Contexts &All() {
    static auto *contexts = new Contexts;
    return *contexts;
  }

  void Add(Hold hold) {
    const std::lock_guard<std::mutex> lock(mutex_);
    Group &group = groups_[hold->pointer];
    group.holds.push_back(std::move(hold));
    group.functions++;
  }

  /* Returns the holds that are not needed any more, to be released without the lock. */
  std::vector<Hold> Remove(void *memory) {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto found = groups_.find(memory);
    if (found == groups_.end() || --found->second.functions > 0) return {};
    std::vector<Hold> holds = std::move(found->second.holds);
    groups_.erase(found);
    return holds;
  }

private:
  struct Group {
    size_t functions = 0;
    std::vector<Hold> holds;
  };
  std::mutex mutex_;
  std::map<void *, Group> groups_;
};

/* The destructor of functions with a bound context. */
void ReleaseContext(void *, void *memory) noexcept { Contexts::All().Remove(memory); }

/* What is sealed again. */
struct Source {
  std::string name;
  const char *signature = nullptr;
  capsule_function function = nullptr;
};

/* Reads the entry of a table with this index. functions.ts has found it in the label. */
bool ReadEntry(const capsule_envelope *table, uint32_t index, capsule_refusal *refusal,
               Source *source) {
  if (!capsule_require_kind(table, CAPSULE_TABLE, refusal) ||
      !capsule_table_is_complete(table->pointer, table->contract, refusal))
    return false;
  const capsule_entry *entry =
      index < table->contract->count ? capsule_entry_at(table->contract, index) : nullptr;
  if (entry != nullptr) source->function = capsule_function_at(table->pointer, index);
  if (source->function == nullptr) {
    capsule_refusal_set(refusal, CAPSULE_ENTRY_MISSING, "a function of the table", "NULL", "");
    return false;
  }
  capsule_trace("open", table);
  source->name = std::string(table->name) + ":" + entry->name;
  source->signature = entry->signature;
  return true;
}

/* Holds the memory of a pointer or of data. Returns NULL with the refusal filled in. */
Hold HoldContext(napi_env env, napi_value value, capsule_refusal *refusal) {
  uint32_t state;
  capsule_envelope *envelope = capsule_get_envelope(env, value, nullptr, refusal);
  if (envelope == nullptr) return nullptr;
  refusal->name = envelope->name;
  if ((envelope->kind != CAPSULE_POINTER && envelope->kind != CAPSULE_DATA) ||
      envelope->pointer == nullptr) {
    capsule_append(&refusal->found, "one that holds ");
    capsule_append_kind(&refusal->found, envelope->kind);
    capsule_refusal_set(refusal, CAPSULE_KIND_MISMATCH, "a capsule that holds a pointer or data",
                        envelope->pointer == nullptr ? " without elements" : "", "");
    return nullptr;
  }
  if (capsule_try_hold(envelope, &state)) {
    capsule_trace("hold", envelope);
    return Hold(envelope);
  }
  capsule_require_live(state, refusal);
  return nullptr;
}

} // namespace

/* functionOf(capsule, index, context | undefined): seals an entry of a table, or, if the capsule
   holds a function, that function with another context. */
napi_value FunctionOf(napi_env env, napi_callback_info info) {
  const Arguments<3> arguments(env, info);
  uint32_t index = 0, state;
  napi_valuetype type = napi_undefined;
  if (!arguments.read) return nullptr;
  napi_status status = napi_get_value_uint32(env, arguments.value[1], &index);
  if (status == napi_ok) status = napi_typeof(env, arguments.value[2], &type);
  if (status != napi_ok) return ThrowStatus(env, "Sealing a function", status);

  capsule_refusal refusal;
  capsule_refusal_init(&refusal, "Sealing a function", nullptr);
  capsule_envelope *envelope = capsule_get_envelope(env, arguments.value[0], nullptr, &refusal);
  if (envelope == nullptr || !capsule_require_pin(&refusal))
    return capsule_throw(env, &refusal, nullptr);
  refusal.name = envelope->name;
  Source source;
  if (envelope->kind == CAPSULE_FUNCTION) {
    /* Reads it while it holds it. The code stays mapped: sealing it again pins it, too. */
    if (!capsule_try_hold(envelope, &state)) {
      capsule_require_live(state, &refusal);
      return capsule_throw(env, &refusal, nullptr);
    }
    capsule_trace("hold", envelope);
  } else if (!ReadEntry(envelope, index, &refusal, &source)) {
    return capsule_throw(env, &refusal, nullptr);
  }
  const Hold held(envelope->kind == CAPSULE_FUNCTION ? envelope : nullptr);
  if (held != nullptr) source = {held->name, held->signature, capsule_function_of(held.get())};

  if (type == napi_undefined)
    return capsule_seal_function(env, source.name.c_str(), source.signature, source.function,
                                 nullptr, nullptr);
  capsule_refusal_init(&refusal, "Binding a context", nullptr);
  Hold context = HoldContext(env, arguments.value[2], &refusal);
  if (context == nullptr) return capsule_throw(env, &refusal, nullptr);
  void *memory = context->pointer;
  Contexts::All().Add(std::move(context));
  napi_value result = capsule_seal_function(env, source.name.c_str(), source.signature,
                                            source.function, memory, ReleaseContext);
  if (result == nullptr) ReleaseContext(nullptr, memory);
  return result;
}
