/* gate.h: the one place where a JavaScript value becomes a pointer. Nothing else unwraps. */
#ifndef CAPSULE_DETAIL_GATE_H
#define CAPSULE_DETAIL_GATE_H

#include "contract.h"
#include "describe.h"

/* What the gate saw. */
typedef struct capsule_passage {
  capsule_status status;
  capsule_envelope *envelope; /* when the status is CAPSULE_OK */
  bool wrapped;               /* no capsule, but an object that some other addon has wrapped */
  const char *part;           /* the member of the envelope that is wrong, and its value */
  uint32_t number;
} capsule_passage;

static inline capsule_passage capsule_stopped(capsule_status status, const char *part,
                                              uint32_t number) {
  const capsule_passage passage = {status, NULL, false, part, number};
  return passage;
}

/* The contract on an envelope: it may have flags of a later header, or be written over. */
static inline bool capsule_gate_contract(const capsule_contract *contract,
                                         capsule_passage *passage) {
  const capsule_entry *entry;
  if (capsule_contract_fault(contract, CAPSULE_PRODUCER, &entry) == NULL) return true;
  const uint32_t flags = entry == NULL ? 0 : capsule_unknown_flags(entry);
  *passage = flags == 0 ? capsule_stopped(CAPSULE_ENVELOPE_DAMAGED, "contract", 0)
                        : capsule_stopped(CAPSULE_ABI_UNKNOWN, "flags of a function", flags);
  return false;
}

/* The description on an envelope of data: the same. Whoever sealed it has filled in strides. */
static inline bool capsule_gate_data(const capsule_data *data, capsule_passage *passage) {
  *passage = capsule_stopped(CAPSULE_ENVELOPE_DAMAGED, "shape", 0);
  if (data == NULL || data->size < CAPSULE_DATA_SIZE_1) return false;
  const uint32_t flags = data->flags & ~(uint32_t)CAPSULE_KNOWN_DATA_FLAGS;
  if (flags != 0) *passage = capsule_stopped(CAPSULE_ABI_UNKNOWN, "flags of data", flags);
  else if (!capsule_dtype_is_usable(data->dtype))
    *passage = capsule_stopped(CAPSULE_ABI_UNKNOWN, "type of elements", data->dtype.code);
  return capsule_data_fault(data) == NULL && (data->ndim == 0 || data->strides != NULL);
}

/* The order matters: the type before the tag, because asking null for a tag throws; the tag before
   the pointer, because any addon's object can be unwrapped; the frozen prefix before the rest. */
static inline capsule_passage capsule_gate(napi_env env, napi_value value) {
  capsule_passage passage = capsule_stopped(CAPSULE_NOT_A_CAPSULE, NULL, 0);
  napi_valuetype type = napi_undefined;
  void *data = NULL;
  bool tagged = false;
  if (value == NULL || napi_typeof(env, value, &type) != napi_ok || type != napi_object)
    return passage;
  const napi_status asked = capsule_ask_tag(env, value, &tagged);
  if (asked == napi_pending_exception)
    return capsule_stopped(CAPSULE_ENGINE_REFUSED, NULL, (uint32_t)asked);
  passage.wrapped = napi_unwrap(env, value, &data) == napi_ok;
  if (!tagged) return passage;

  capsule_envelope *envelope = (capsule_envelope *)data;
  if (data == NULL || (uintptr_t)data % 8 != 0)
    return capsule_stopped(CAPSULE_ENVELOPE_DAMAGED, "address", 0);
  if (envelope->magic != CAPSULE_MAGIC)
    return capsule_stopped(CAPSULE_ENVELOPE_DAMAGED, "magic number", 0);
  if (envelope->abi != CAPSULE_ABI)
    return capsule_stopped(CAPSULE_ABI_UNKNOWN, "ABI", envelope->abi);
  if (envelope->kind < CAPSULE_POINTER || envelope->kind > CAPSULE_DATA)
    return capsule_stopped(CAPSULE_ABI_UNKNOWN, "kind", envelope->kind);
  if (envelope->flags != 0) return capsule_stopped(CAPSULE_ABI_UNKNOWN, "flags", envelope->flags);
  if (envelope->size < CAPSULE_ENVELOPE_SIZE_1)
    return capsule_stopped(CAPSULE_ENVELOPE_DAMAGED, "size", envelope->size);
  const uint32_t state = capsule_state_of(&envelope->state);
  if (state > CAPSULE_STATE_REVOKED || (state != 0 && envelope->kind == CAPSULE_TABLE))
    return capsule_stopped(CAPSULE_ABI_UNKNOWN, "state", state);
  if (envelope->name == NULL || envelope->file == NULL || envelope->destroy == NULL ||
      (envelope->pointer == NULL && envelope->kind != CAPSULE_DATA))
    return capsule_stopped(CAPSULE_ENVELOPE_DAMAGED, "content", 0);
  if (envelope->kind == CAPSULE_TABLE && !capsule_gate_contract(envelope->contract, &passage))
    return passage;
  if (envelope->kind == CAPSULE_FUNCTION && envelope->signature == NULL)
    return capsule_stopped(CAPSULE_ENVELOPE_DAMAGED, "signature", 0);
  if (envelope->kind == CAPSULE_DATA && !capsule_gate_data(envelope->data, &passage))
    return passage;

  passage.status = CAPSULE_OK;
  passage.envelope = envelope;
  return passage;
}

/* Writes down why a value did not pass. */
static inline void capsule_explain(napi_env env, napi_value value, const char *name,
                                   const capsule_passage *passage, capsule_refusal *refusal) {
  refusal->status = passage->status;
  if (passage->status == CAPSULE_ABI_UNKNOWN) {
    capsule_say(&refusal->expected, "an envelope whose %s this addon knows", passage->part);
    capsule_say(&refusal->found, "%s %u", passage->part, (unsigned)passage->number);
    capsule_say(&refusal->advice, "Build both addons with the same version of @capsule/core.");
  } else if (passage->status == CAPSULE_ENGINE_REFUSED) {
    capsule_say(&refusal->expected, "the engine to oblige");
    capsule_say(&refusal->found, "Node-API status %u", (unsigned)passage->number);
  } else if (passage->status == CAPSULE_ENVELOPE_DAMAGED) {
    capsule_say(&refusal->expected, "an intact envelope");
    capsule_say(&refusal->found, "one with a damaged %s", passage->part);
    capsule_say(&refusal->advice, "Some native code has written over it.");
  } else {
    capsule_say(&refusal->expected, "a capsule");
    capsule_describe(env, value, name, passage->wrapped, &refusal->found, &refusal->advice);
    if (name == NULL || refusal->advice.length > 0) return;
    capsule_say(&refusal->advice, "Pass ");
    capsule_say_export(&refusal->advice, name);
    capsule_say(&refusal->advice, ".");
  }
}

/* Whether contents in this state are still to be had. */
static inline bool capsule_state_fits(uint32_t state, capsule_refusal *refusal) {
  if (state == CAPSULE_STATE_LIVE) return true;
  refusal->status = state == CAPSULE_STATE_TAKEN ? CAPSULE_TAKEN : CAPSULE_REVOKED;
  capsule_say(&refusal->expected, "contents that are still to be had");
  capsule_say(&refusal->found, "a capsule whose contents were %s", capsule_state_name(state));
  capsule_say(&refusal->advice, "Ask its producer for another one.");
  return false;
}

#endif
