/* instance.h: seals and opens instances: pointers whose envelope has a contract, and a table as its
   context. */
#ifndef CAPSULE_DETAIL_INSTANCE_H
#define CAPSULE_DETAIL_INSTANCE_H

#include "open.h"
#include "seal.h"

static inline napi_value capsule_seal_instance(napi_env env, const capsule_contract *contract,
                                               const void *table, void *state,
                                               void (*destructor)(void *state, void *table)) {
  if (contract == NULL || !capsule_name_is_valid(contract->name))
    return capsule_throw_invalid_name(env, "Sealing", contract == NULL ? NULL : contract->name);
  capsule_refusal refusal;
  capsule_refusal_init(&refusal, CAPSULE_SEALING_TABLE, contract->name);
  if (table == NULL || state == NULL)
    capsule_refusal_set(&refusal, CAPSULE_POINTER_MISSING, table == NULL ? "a table" : "a state",
                        "NULL", "");
  if (table == NULL || state == NULL ||
      !capsule_contract_is_valid(contract, CAPSULE_PRODUCER, &refusal) ||
      !capsule_table_is_complete(table, contract, &refusal))
    return capsule_throw(env, &refusal, NULL);
  const char *unpinned = capsule_pin_table(contract, table);
  if (unpinned != NULL) return capsule_throw_not_pinned(env, &refusal, unpinned);
  capsule_pin(state); /* fails for state on the heap, which needs no pin */

  capsule_envelope draft =
      capsule_envelope_draft(CAPSULE_POINTER, contract->name, NULL, destructor);
  draft.pointer = state;
  memcpy(&draft.context, &table, sizeof(table)); /* opening returns it as const again */
  draft.contract = contract;
  return capsule_seal_envelope(env, &draft, &refusal);
}

/* Differs from the advice for other capsules: the name is not that of a package to import. */
#define CAPSULE_INSTANCE_ADVICE "Pass the capsule of an object that implements this contract."

/* Checks that a capsule holds an instance of a contract with this name. */
static inline bool capsule_require_instance(const capsule_envelope *envelope, const char *name,
                                            capsule_refusal *refusal) {
  const bool is_instance =
      envelope->kind == CAPSULE_POINTER && envelope->contract != NULL && envelope->context != NULL;
  if (is_instance && strcmp(envelope->name, name) == 0) return true;
  refusal->status = is_instance ? CAPSULE_NAME_MISMATCH : CAPSULE_KIND_MISMATCH;
  capsule_append(&refusal->expected, "an instance of ");
  capsule_append_name(&refusal->expected, name);
  if (is_instance) {
    capsule_append(&refusal->found, "one of ");
  } else {
    capsule_append(&refusal->found, "a capsule that holds ");
    capsule_append_kind(&refusal->found, envelope->kind);
    capsule_append(&refusal->found, ", ");
  }
  capsule_append_name(&refusal->found, envelope->name);
  capsule_append(&refusal->advice, CAPSULE_INSTANCE_ADVICE);
  return false;
}

/* Rejects what a table of another version would not offer, as capsule_open_table does. */
static inline bool capsule_instance_fits(const capsule_envelope *envelope,
                                         const capsule_contract *contract,
                                         capsule_refusal *refusal) {
  const capsule_contract *offered = envelope->contract;
  const void *table = envelope->context;
  if (capsule_version_fits(contract, offered, refusal) &&
      capsule_signatures_fit(contract, offered, refusal) &&
      capsule_table_is_complete(table, offered, refusal) &&
      capsule_needed_entries_are_set(table, contract, offered, refusal))
    return true;
  capsule_append(&refusal->advice, "\n  needed by ");
  capsule_append_file(&refusal->advice, contract);
  capsule_append(&refusal->advice, "\n  offered by ");
  capsule_append_escaped(&refusal->advice, envelope->file, CAPSULE_PATH_SIZE);
  return false;
}

static inline capsule_envelope *capsule_open_instance(napi_env env, napi_value value,
                                                      const capsule_contract *contract) {
  capsule_refusal refusal;
  uint32_t state;
  const char *name = contract == NULL ? NULL : contract->name;
  if (name == NULL) {
    capsule_throw_invalid_name(env, "Opening", NULL);
    return NULL;
  }
  capsule_refusal_init(&refusal, CAPSULE_OPENING_TABLE, name);
  capsule_envelope *envelope = NULL;
  if (capsule_contract_is_valid(contract, CAPSULE_CONSUMER, &refusal))
    envelope = capsule_get_envelope(env, value, NULL, &refusal);
  if (envelope != NULL && capsule_require_instance(envelope, name, &refusal) &&
      capsule_instance_fits(envelope, contract, &refusal) && capsule_require_pin(&refusal)) {
    if (capsule_try_hold(envelope, &state)) {
      capsule_trace("open", envelope);
      return envelope;
    }
    capsule_require_live(state, &refusal);
  }
  if (refusal.status == CAPSULE_NOT_A_CAPSULE && refusal.advice.length == 0)
    capsule_append(&refusal.advice, CAPSULE_INSTANCE_ADVICE);
  capsule_throw(env, &refusal, NULL);
  return NULL;
}

static inline const void *capsule_instance_table(const capsule_envelope *envelope) {
  return envelope->context;
}

static inline void *capsule_instance_state(const capsule_envelope *envelope) {
  return envelope->pointer;
}

#endif
