/* gate.h: the only place where a JavaScript value becomes an envelope. Nothing else in these
   headers calls napi_unwrap. */
#ifndef CAPSULE_DETAIL_GATE_H
#define CAPSULE_DETAIL_GATE_H

#include "contract.h"
#include "envelope.h"

typedef struct capsule_gate_result {
  capsule_status status;
  capsule_envelope *envelope; /* if the status is CAPSULE_OK, else NULL */
  bool wrapped;               /* for NOT_A_CAPSULE: another addon has wrapped the object */
  const char *part;           /* the part of the envelope that is wrong */
  uint32_t number;            /* the value of that part */
} capsule_gate_result;

static inline capsule_gate_result capsule_gate_reject(capsule_status status, const char *part,
                                                      uint32_t number) {
  const capsule_gate_result gate = {status, NULL, false, part, number};
  return gate;
}

/* A contract in an envelope may have flags of a newer header, or may have been overwritten. */
static inline bool capsule_gate_check_contract(const capsule_contract *contract,
                                               capsule_gate_result *gate) {
  const capsule_entry *entry;
  if (capsule_contract_fault(contract, CAPSULE_PRODUCER, &entry) == NULL) return true;
  const uint32_t flags = entry == NULL ? 0 : capsule_unknown_flags(entry);
  *gate = flags == 0 ? capsule_gate_reject(CAPSULE_ENVELOPE_DAMAGED, "contract", 0)
                     : capsule_gate_reject(CAPSULE_ABI_UNKNOWN, "flags of a function", flags);
  return false;
}

/* A description of data may have unknown flags too. Sealing has filled in the strides. */
static inline bool capsule_gate_check_data(const capsule_data *data, capsule_gate_result *gate) {
  *gate = capsule_gate_reject(CAPSULE_ENVELOPE_DAMAGED, "shape", 0);
  if (data == NULL || data->size < CAPSULE_DATA_SIZE_1) return false;
  const uint32_t flags = data->flags & ~(uint32_t)CAPSULE_KNOWN_DATA_FLAGS;
  if (flags != 0) *gate = capsule_gate_reject(CAPSULE_ABI_UNKNOWN, "flags of data", flags);
  else if (!capsule_dtype_is_valid(data->dtype))
    *gate = capsule_gate_reject(CAPSULE_ABI_UNKNOWN, "type of elements", data->dtype.code);
  return capsule_data_fault(data) == NULL && (data->ndim == 0 || data->strides != NULL);
}

/* Checks that a value is a capsule with an intact envelope. The order matters. The type is checked
   before the tag, because checking the tag of null throws; the tag before the pointer is used,
   because the object of any addon can be unwrapped; the frozen prefix of the envelope before the
   rest. */
static inline capsule_gate_result capsule_gate(napi_env env, napi_value value) {
  capsule_gate_result gate = capsule_gate_reject(CAPSULE_NOT_A_CAPSULE, NULL, 0);
  napi_valuetype type = napi_undefined;
  void *data = NULL;
  bool tagged = false;
  if (value == NULL) return gate;
  napi_status status = napi_typeof(env, value, &type);
  if (status == napi_ok && type != napi_object) return gate;
  if (status == napi_ok) status = capsule_check_tag(env, value, &tagged);
  if (status == napi_ok) {
    status = napi_unwrap(env, value, &data); /* also without the tag: the message needs `wrapped` */
    gate.wrapped = status == napi_ok;
    if (!tagged) return gate;
    if (status == napi_invalid_arg) status = napi_ok; /* the object wraps nothing: data is NULL */
  }
  if (status != napi_ok) return capsule_gate_reject(CAPSULE_ENGINE_REFUSED, NULL, (uint32_t)status);

  capsule_envelope *envelope = (capsule_envelope *)data;
  if (data == NULL || (uintptr_t)data % 8 != 0)
    return capsule_gate_reject(CAPSULE_ENVELOPE_DAMAGED, "address", 0);
  if (envelope->magic != CAPSULE_MAGIC)
    return capsule_gate_reject(CAPSULE_ENVELOPE_DAMAGED, "magic number", 0);
  if (envelope->abi != CAPSULE_ABI)
    return capsule_gate_reject(CAPSULE_ABI_UNKNOWN, "ABI", envelope->abi);
  if (envelope->kind < CAPSULE_POINTER || envelope->kind > CAPSULE_DATA)
    return capsule_gate_reject(CAPSULE_ABI_UNKNOWN, "kind", envelope->kind);
  if (envelope->flags != 0)
    return capsule_gate_reject(CAPSULE_ABI_UNKNOWN, "flags", envelope->flags);
  if (envelope->size < CAPSULE_ENVELOPE_SIZE_1)
    return capsule_gate_reject(CAPSULE_ENVELOPE_DAMAGED, "size", envelope->size);
  const uint32_t state = capsule_atomic_load_32(&envelope->state);
  if (state > CAPSULE_STATE_REVOKED || (state != 0 && envelope->kind == CAPSULE_TABLE))
    return capsule_gate_reject(CAPSULE_ABI_UNKNOWN, "state", state);
  if (envelope->name == NULL || envelope->file == NULL || envelope->destroy == NULL ||
      (envelope->pointer == NULL && envelope->kind != CAPSULE_DATA))
    return capsule_gate_reject(CAPSULE_ENVELOPE_DAMAGED, "content", 0);
  const bool bare = envelope->kind != CAPSULE_TABLE && envelope->contract == NULL;
  if (!bare && !capsule_gate_check_contract(envelope->contract, &gate)) return gate;
  if (envelope->kind == CAPSULE_FUNCTION && envelope->signature == NULL)
    return capsule_gate_reject(CAPSULE_ENVELOPE_DAMAGED, "signature", 0);
  if (envelope->kind == CAPSULE_DATA && !capsule_gate_check_data(envelope->data, &gate))
    return gate;

  gate.status = CAPSULE_OK;
  gate.envelope = envelope;
  return gate;
}

#endif
