/* show.h: the JavaScript object, and what console.log prints for it. */
#ifndef CAPSULE_DETAIL_SHOW_H
#define CAPSULE_DETAIL_SHOW_H

/* The inspect method. It is called with any `this`, and then it says so instead of throwing: a
   console.log must not fail. */
static inline napi_value capsule_show(napi_env env, napi_callback_info info) {
  napi_value self = NULL, result = NULL;
  capsule_text text;
  capsule_clear(&text);
  if (napi_get_cb_info(env, info, NULL, NULL, &self, NULL) != napi_ok) return NULL;
  const capsule_passage passage = capsule_gate(env, self);
  if (passage.status == CAPSULE_OK) capsule_say_label(&text, passage.envelope);
  else capsule_say(&text, "[Not a capsule]");
  return napi_create_string_utf8(env, text.bytes, text.length, &result) == napi_ok ? result : NULL;
}

/* A frozen, tagged object with an inspect method, under the symbols of Node and Bun, and of
   Deno. */
static inline napi_status capsule_create_object(napi_env env, napi_value *object) {
  static const char *const symbols[] = {"nodejs.util.inspect.custom", "Deno.customInspect"};
  napi_property_descriptor properties[2];
  napi_value show = NULL;
  napi_status status = napi_create_object(env, object);
  if (status == napi_ok)
    status = napi_create_function(env, "show", NAPI_AUTO_LENGTH, capsule_show, NULL, &show);
  memset(properties, 0, sizeof(properties));
  for (int i = 0; i < 2 && status == napi_ok; i++) {
    status = node_api_symbol_for(env, symbols[i], NAPI_AUTO_LENGTH, &properties[i].name);
    properties[i].value = show;
  }
  if (status == napi_ok) status = napi_define_properties(env, *object, 2, properties);
  if (status == napi_ok) status = napi_type_tag_object(env, *object, &capsule_tag);
  if (status == napi_ok) status = napi_object_freeze(env, *object);
  return status;
}

#endif
