/* function.h: seals and opens one C function. */
#ifndef CAPSULE_DETAIL_FUNCTION_H
#define CAPSULE_DETAIL_FUNCTION_H

static inline napi_value capsule_seal_function(napi_env env, const char *name,
                                               const char *signature, capsule_function function,
                                               void *context,
                                               void (*destructor)(void *pointer, void *context)) {
  if (!capsule_name_is_usable(name)) return capsule_refuse_name(env, "Sealing", name);
  capsule_refusal refusal;
  capsule_doing(&refusal, "Sealing", name);
  if (function == NULL) {
    refusal.status = CAPSULE_POINTER_MISSING;
    capsule_say(&refusal.expected, "a function");
    capsule_say(&refusal.found, "NULL");
    return capsule_throw(env, &refusal, NULL);
  }
  if (!capsule_is_signature(signature)) {
    refusal.status = CAPSULE_SIGNATURE_UNSOUND;
    capsule_say(&refusal.expected, "a signature like f64(f64,*void)");
    if (signature == NULL) capsule_say(&refusal.found, "NULL");
    else capsule_quote_name(&refusal.found, signature);
    capsule_say(&refusal.advice, "Write types as contracts do: f64, i32, usize, *f64, *void.");
    return capsule_throw(env, &refusal, NULL);
  }
  const void *code = capsule_code_address(function);
  if (!capsule_pin(code)) return capsule_refuse_pin(env, &refusal, "a function");
  if (destructor != NULL && !capsule_pin(capsule_code_address((capsule_function)destructor)))
    return capsule_refuse_pin(env, &refusal, "a destructor");

  capsule_envelope content;
  memset(&content, 0, sizeof(content));
  content.kind = CAPSULE_FUNCTION;
  content.name = name;
  memcpy(&content.pointer, &function, sizeof(function));
  content.context = context;
  content.destructor = destructor;
  content.signature = signature;
  return capsule_seal_envelope(env, &content, code, &refusal);
}

/* Writes down that a function has none of the signatures; eight are shown. */
static inline void capsule_refuse_signature(const capsule_envelope *envelope,
                                            const char *const *signatures, size_t count,
                                            capsule_refusal *refusal) {
  refusal->status = CAPSULE_SIGNATURE_MISMATCH;
  capsule_say(&refusal->expected, count == 0 ? "no function" : "a function ");
  for (size_t i = 0; i < count && i < 8; i++)
    capsule_say(&refusal->expected, "%s%.200s",
                i == 0           ? ""
                : i + 1 == count ? " or "
                                 : ", ",
                signatures[i]);
  if (count > 8) capsule_say(&refusal->expected, " and %zu more", count - 8);
  capsule_say(&refusal->found, "%.200s", envelope->signature);
  capsule_say(&refusal->advice, "Compile it with a type that is taken, and seal it as that.");
  capsule_say(&refusal->advice, "\n  sealed by %s", envelope->file);
}

static inline capsule_envelope *capsule_open_function(napi_env env, napi_value value,
                                                      const char *name,
                                                      const char *const *signatures, size_t count,
                                                      size_t *which) {
  capsule_refusal refusal;
  capsule_doing(&refusal, name == NULL ? "Opening a C function" : "Opening", name);
  capsule_envelope *envelope = capsule_open_kind(env, value, name, CAPSULE_FUNCTION, &refusal);
  if (envelope != NULL) {
    for (size_t i = 0; i < count; i++) {
      if (strcmp(signatures[i], envelope->signature) != 0) continue;
      if (which != NULL) *which = i;
      capsule_trace("open", envelope);
      return envelope;
    }
    capsule_refuse_signature(envelope, signatures, count, &refusal);
    capsule_release(envelope);
  } else if (refusal.status == CAPSULE_NOT_A_CAPSULE && refusal.advice.length == 0) {
    capsule_say(&refusal.advice, "Pass a capsule that holds a C function.");
  }
  capsule_throw(env, &refusal, NULL);
  return NULL;
}

static inline capsule_function capsule_function_of(const capsule_envelope *envelope) {
  capsule_function function;
  memcpy(&function, &envelope->pointer, sizeof(function));
  return function;
}

#endif
