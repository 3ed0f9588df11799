/* data.h: seals and opens memory that has a type and a shape. */
#ifndef CAPSULE_DETAIL_DATA_H
#define CAPSULE_DETAIL_DATA_H

static inline napi_value capsule_seal_data(napi_env env, const char *name, const capsule_data *data,
                                           void *context,
                                           void (*destructor)(void *pointer, void *context)) {
  if (!capsule_name_is_usable(name)) return capsule_refuse_name(env, "Sealing", name);
  capsule_refusal refusal;
  capsule_doing(&refusal, "Sealing", name);
  const char *fault = capsule_data_fault(data);
  if (fault != NULL) {
    refusal.status = CAPSULE_DATA_UNSOUND;
    capsule_say(&refusal.expected, "a description of data that can be in memory");
    capsule_say(&refusal.found, "%s", fault);
    return capsule_throw(env, &refusal, NULL);
  }
  if (destructor != NULL && !capsule_pin(capsule_code_address((capsule_function)destructor)))
    return capsule_refuse_pin(env, &refusal, "a destructor");
  if (data->data != NULL) capsule_pin(data->data); /* memory on the heap has no image */

  capsule_envelope content;
  memset(&content, 0, sizeof(content));
  content.kind = CAPSULE_DATA;
  content.name = name;
  content.pointer = data->data;
  content.context = context;
  content.destructor = destructor;
  content.data = data;
  return capsule_seal_envelope(env, &content,
                               capsule_code_address((capsule_function)capsule_destroy), &refusal);
}

static inline capsule_envelope *capsule_open_data(napi_env env, napi_value value,
                                                  const char *name) {
  capsule_refusal refusal;
  capsule_doing(&refusal, name == NULL ? "Opening data" : "Opening", name);
  capsule_envelope *envelope = capsule_open_kind(env, value, name, CAPSULE_DATA, &refusal);
  if (envelope != NULL) capsule_trace("open", envelope);
  else capsule_throw(env, &refusal, NULL);
  return envelope;
}

static inline capsule_envelope *capsule_take_data(napi_env env, napi_value value,
                                                  const char *name) {
  return capsule_take_kind(env, value, name, CAPSULE_DATA);
}

#endif
