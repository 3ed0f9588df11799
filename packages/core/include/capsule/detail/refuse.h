/* refuse.h: turns a refusal into the JavaScript exception that reports it:

     <what was being done>: expected <what>, found <what>. <How to mend it.> */
#ifndef CAPSULE_DETAIL_REFUSE_H
#define CAPSULE_DETAIL_REFUSE_H

typedef struct capsule_refusal {
  capsule_status status;
  const char *verb; /* "Opening" */
  const char *name; /* of the capsule; may be NULL */
  capsule_text expected;
  capsule_text found;
  capsule_text advice; /* may stay empty */
} capsule_refusal;

/* Prepares a refusal that may never come: it costs nothing as long as all is well. */
static inline void capsule_doing(capsule_refusal *refusal, const char *verb, const char *name) {
  refusal->status = CAPSULE_OK;
  refusal->verb = verb;
  refusal->name = name;
  capsule_clear(&refusal->expected);
  capsule_clear(&refusal->found);
  capsule_clear(&refusal->advice);
}

/* A property of an error. It is defined, not set: a setter on a prototype would take it away. */
static inline napi_property_descriptor capsule_property(const char *name, napi_value value) {
  napi_property_descriptor property;
  memset(&property, 0, sizeof(property));
  property.utf8name = name;
  property.value = value;
  property.attributes = napi_default_jsproperty;
  return property;
}

/* Throws the refusal. `cause` may be NULL. An exception that is pending already stays. Gives NULL,
   so that a caller can return it. */
static inline napi_value capsule_throw(napi_env env, const capsule_refusal *refusal,
                                       napi_value cause) {
  typedef napi_status (*create_error)(napi_env, napi_value, napi_value, napi_value *);
#define CAPSULE_CODE(status, type) "ERR_CAPSULE_" #status,
#define CAPSULE_CREATE_TypeError napi_create_type_error
#define CAPSULE_CREATE_RangeError napi_create_range_error
#define CAPSULE_CREATE_Error napi_create_error
#define CAPSULE_CREATE(status, type) CAPSULE_CREATE_##type,
  static const char *const codes[] = {CAPSULE_CODES(CAPSULE_CODE)};
  const create_error create[] = {CAPSULE_CODES(CAPSULE_CREATE)};
#undef CAPSULE_CODE
#undef CAPSULE_CREATE
#undef CAPSULE_CREATE_Error
#undef CAPSULE_CREATE_RangeError
#undef CAPSULE_CREATE_TypeError

  const size_t which = (size_t)refusal->status - 1;
  capsule_text doing;
  char text[4 * sizeof(doing.bytes)];
  napi_value code, message, expected, found, error;
  capsule_clear(&doing);
  capsule_say(&doing, refusal->name == NULL ? "%s" : "%s ", refusal->verb);
  if (refusal->name != NULL) capsule_quote_name(&doing, refusal->name);
  const int length = snprintf(text, sizeof(text), "%s: expected %s, found %s.%s%s", doing.bytes,
                              refusal->expected.bytes, refusal->found.bytes,
                              refusal->advice.length == 0 ? "" : " ", refusal->advice.bytes);
  if (length < 0 ||
      napi_create_string_utf8(env, codes[which], NAPI_AUTO_LENGTH, &code) != napi_ok ||
      napi_create_string_utf8(env, text, (size_t)length, &message) != napi_ok ||
      napi_create_string_utf8(env, refusal->expected.bytes, refusal->expected.length, &expected) !=
          napi_ok ||
      napi_create_string_utf8(env, refusal->found.bytes, refusal->found.length, &found) !=
          napi_ok ||
      create[which](env, NULL, message, &error) != napi_ok)
    return NULL;
  napi_property_descriptor properties[] = {
      capsule_property("code", code), capsule_property("expected", expected),
      capsule_property("found", found), capsule_property("cause", cause)};
  properties[3].attributes = (napi_property_attributes)(napi_writable | napi_configurable);
  if (napi_define_properties(env, error, cause == NULL ? 3 : 4, properties) != napi_ok) return NULL;
  napi_throw(env, error);
  return NULL;
}

/* Reports a Node-API call that failed although nothing was wrong with its arguments: an exception
   was pending, which stays, or the environment is going down. */
static inline napi_value capsule_throw_status(napi_env env, capsule_refusal *refusal,
                                              napi_status status) {
  bool pending = false;
  if (napi_is_exception_pending(env, &pending) != napi_ok || pending) return NULL;
  refusal->status = CAPSULE_ENGINE_REFUSED;
  capsule_say(&refusal->expected, "the engine to oblige");
  capsule_say(&refusal->found, "Node-API status %d", (int)status);
  return capsule_throw(env, refusal, NULL);
}

#endif
