/* error.h: error codes, bounded text for messages, and the JavaScript exception with a message of
   the form

     <operation>: expected <what>, found <what>. <How to fix it.> */
#ifndef CAPSULE_DETAIL_ERROR_H
#define CAPSULE_DETAIL_ERROR_H

#include "platform.h"

/* Every error code, with the type of its exception. The `code` of an exception is "ERR_CAPSULE_"
   followed by the name. A test compares this list with that of src/codes.ts. */
#define CAPSULE_CODES(X)                                                                           \
  X(NOT_A_CAPSULE, TypeError)      /* a value without the type tag */                              \
  X(ENVELOPE_DAMAGED, Error)       /* the tag, but no valid envelope */                            \
  X(ABI_UNKNOWN, RangeError)       /* an unknown ABI version, kind, flag or state */               \
  X(NAME_MISMATCH, TypeError)      /* a capsule with another name */                               \
  X(KIND_MISMATCH, TypeError)      /* for example a pointer where a table is expected */           \
  X(TAKEN, Error)                  /* the contents were taken by a consumer */                     \
  X(REVOKED, Error)                /* the contents were withdrawn by the producer */               \
  X(VERSION_MISMATCH, RangeError)  /* another major version, or an older minor one */              \
  X(SIGNATURE_MISMATCH, TypeError) /* a function with another type */                              \
  X(TABLE_TOO_SHORT, RangeError)   /* a table smaller than its contract */                         \
  X(ENTRY_MISSING, TypeError)      /* a function that is NULL, and not retired */                  \
  X(POINTER_MISSING, TypeError)    /* NULL where a pointer or function is to be sealed */          \
  X(DATA_UNSOUND, TypeError)       /* an invalid type, shape or strides */                         \
  X(NOT_VIEWABLE, TypeError)       /* data that no typed array can represent */                    \
  X(SIGNATURE_UNSOUND, TypeError)  /* a string that is not a signature */                          \
  X(NAME_UNUSABLE, TypeError)      /* an invalid name */                                           \
  X(CONTRACT_UNSOUND, TypeError)   /* an invalid contract */                                       \
  X(NOT_PINNED, Error)             /* an address whose image cannot be pinned */                   \
  X(OUT_OF_MEMORY, RangeError)     /* an allocation failed */                                      \
  X(ENGINE_REFUSED, Error)         /* a Node-API call failed unexpectedly */                       \
  X(PACKAGE_NOT_FOUND, Error)      /* import: not installed for the importing addon */             \
  X(PACKAGE_THREW, Error)          /* import: loading it threw; its error is the cause */          \
  X(EXPORT_MISSING, TypeError)     /* import: no such export */                                    \
  X(TICKET_UNKNOWN, Error)         /* receive: not a ticket, or used long ago */                   \
  X(TICKET_FOREIGN, Error)         /* receive: of another process or copy of core */               \
  X(TICKET_USED, Error)            /* receive: used before */                                      \
  X(TICKET_EXPIRED, Error)         /* receive: expired */                                          \
  X(OPTION_UNUSABLE, TypeError)    /* an invalid or unknown option */                              \
  X(PATH_UNUSABLE, TypeError)      /* loadAddon: an invalid path or name */                        \
  X(ADDON_NOT_BUILT, Error)        /* loadAddon: the binary does not exist */                      \
  X(ADDON_NOT_LOADABLE, Error)     /* loadAddon: the system cannot load the binary */              \
  X(HANDLE_EMPTY, Error)           /* C++: an empty handle is used */                              \
  X(TOO_MANY_TICKETS, RangeError)  /* share: the maximum number of tickets wait */                 \
  X(DISPOSED, Error)               /* JavaScript has ended the contents */                         \
  X(NOT_OWNED, TypeError)          /* dispose: contents that the capsule does not own */

#define CAPSULE_ENUMERATOR(status, type) CAPSULE_##status,
typedef enum capsule_status { CAPSULE_OK = 0, CAPSULE_CODES(CAPSULE_ENUMERATOR) } capsule_status;
#undef CAPSULE_ENUMERATOR

/* A bounded string for messages. It needs no allocation and cannot fail; longer text is cut. */
typedef struct capsule_text {
  size_t length;
  char bytes[2560];
} capsule_text;

static inline void capsule_text_clear(capsule_text *text) {
  text->length = 0;
  text->bytes[0] = '\0';
}

CAPSULE_PRINTF(2, 3)
static inline void capsule_append(capsule_text *text, const char *format, ...) {
  const size_t available = sizeof(text->bytes) - text->length;
  va_list arguments;
  va_start(arguments, format);
  const int length = vsnprintf(text->bytes + text->length, available, format, arguments);
  va_end(arguments);
  if (length < 0) return;
  if ((size_t)length < available) {
    text->length += (size_t)length;
    return;
  }
  /* Replaces the end by dots, without splitting a character of UTF-8. */
  size_t end = sizeof(text->bytes) - sizeof("...");
  while (end > 0 && ((unsigned char)text->bytes[end] & 0xc0) == 0x80) end--;
  memcpy(text->bytes + end, "...", sizeof("..."));
  text->length = end + 3;
}

/* Decodes the code point at bytes[*at] and moves *at past it. For a byte that is not valid UTF-8,
   returns that byte and sets `valid` to false. */
static inline uint32_t capsule_decode_utf8(const char *bytes, size_t length, size_t *at,
                                           bool *valid) {
  const unsigned char *next = (const unsigned char *)bytes + *at;
  const uint32_t first = *next;
  const unsigned follow = first < 0x80   ? 0u
                          : first < 0xc2 ? 4u
                          : first < 0xe0 ? 1u
                          : first < 0xf0 ? 2u
                          : first < 0xf5 ? 3u
                                         : 4u;
  uint32_t point = follow == 0 ? first : first & (0x3fu >> follow);
  *valid = follow < 4 && follow < length - *at;
  for (unsigned i = 1; *valid && i <= follow; i++) {
    *valid = (next[i] & 0xc0) == 0x80;
    point = (point << 6) | (next[i] & 0x3fu);
  }
  /* Rejects overlong forms, surrogates and values above the last code point. */
  static const uint32_t smallest[] = {0, 0x80, 0x800, 0x10000};
  if (*valid)
    *valid = point >= smallest[follow] && point <= 0x10ffff && (point & ~0x7ffu) != 0xd800;
  *at += *valid ? 1 + follow : 1;
  return *valid ? point : first;
}

/* Appends a string in quotes. Everything but printable ASCII is escaped, so that similar
   names can be distinguished; a long string is cut and its length appended. */
static inline void capsule_append_quoted(capsule_text *text, const char *bytes, size_t length) {
  enum { SHOWN = 96 };
  capsule_append(text, "'");
  for (size_t at = 0; at < length && at < SHOWN;) {
    bool valid;
    const uint32_t point = capsule_decode_utf8(bytes, length, &at, &valid);
    if (!valid) capsule_append(text, "\\x%02x", (unsigned)point);
    else if (point == '\'' || point == '\\') capsule_append(text, "\\%c", (int)point);
    else if (point >= ' ' && point < 0x7f) capsule_append(text, "%c", (int)point);
    else capsule_append(text, "\\u{%x}", (unsigned)point);
  }
  if (length > SHOWN) capsule_append(text, "...' (%zu bytes)", length);
  else capsule_append(text, "'");
}

static inline void capsule_append_name(capsule_text *text, const char *name) {
  capsule_append_quoted(text, name, strlen(name));
}

/* Whether a terminal shows a code point as a character: not a control character, a line separator,
   or a mark that is invisible or changes the direction of the text. */
static inline bool capsule_is_printable(uint32_t point) {
  /* Cc, Cf, Zl and Zp of Unicode 16. */
  static const uint32_t others[][2] = {{0, 0x1f},          {0x7f, 0x9f},       {0xad, 0xad},
                                       {0x600, 0x605},     {0x61c, 0x61c},     {0x6dd, 0x6dd},
                                       {0x70f, 0x70f},     {0x890, 0x891},     {0x8e2, 0x8e2},
                                       {0x180e, 0x180e},   {0x200b, 0x200f},   {0x2028, 0x202e},
                                       {0x2060, 0x206f},   {0xfeff, 0xfeff},   {0xfff9, 0xfffb},
                                       {0x110bd, 0x110bd}, {0x110cd, 0x110cd}, {0x13430, 0x1343f},
                                       {0x1bca0, 0x1bca3}, {0x1d173, 0x1d17a}, {0xe0000, 0xe007f}};
  for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
    if (point >= others[i][0] && point <= others[i][1]) return false;
  return true;
}

/* Appends up to `max_length` bytes of a string of another addon or of the system: a path, a
   signature, the name of a function. Unprintable characters are escaped. */
static inline void capsule_append_escaped(capsule_text *text, const char *bytes,
                                          size_t max_length) {
  const char *end = (const char *)memchr(bytes, '\0', max_length);
  const size_t length = end == NULL ? max_length : (size_t)(end - bytes);
  size_t appended = 0;
  for (size_t at = 0; at < length;) {
    const size_t from = at;
    bool valid;
    const uint32_t point = capsule_decode_utf8(bytes, length, &at, &valid);
    if (valid && capsule_is_printable(point)) continue;
    capsule_append(text, "%.*s", (int)(from - appended), bytes + appended);
    capsule_append(text, valid ? "\\u{%x}" : "\\x%02x", (unsigned)point);
    appended = at;
  }
  capsule_append(text, "%.*s", (int)(length - appended), bytes + appended);
}

/* Appends the path of the image that contains `address`, for a message. */
static inline void capsule_append_file(capsule_text *text, const void *address) {
  char path[CAPSULE_PATH_SIZE];
  capsule_image_path(address, path, sizeof(path));
  capsule_append_escaped(text, path, sizeof(path));
}

/* The parts of an exception. */
typedef struct capsule_refusal {
  capsule_status status;
  const char *operation; /* "Opening" */
  const char *name;      /* of the capsule, for the message; may be NULL */
  capsule_text expected;
  capsule_text found;
  capsule_text advice; /* how to fix it; may stay empty */
} capsule_refusal;

/* Prepares a refusal. It is cheap, so callers do it before they know whether they need one. */
static inline void capsule_refusal_init(capsule_refusal *refusal, const char *operation,
                                        const char *name) {
  refusal->status = CAPSULE_OK;
  refusal->operation = operation;
  refusal->name = name;
  capsule_text_clear(&refusal->expected);
  capsule_text_clear(&refusal->found);
  capsule_text_clear(&refusal->advice);
}

/* Sets the status of a refusal, and appends to its texts; `advice` may be empty. */
static inline void capsule_refusal_set(capsule_refusal *refusal, capsule_status status,
                                       const char *expected, const char *found,
                                       const char *advice) {
  refusal->status = status;
  capsule_append(&refusal->expected, "%s", expected);
  capsule_append(&refusal->found, "%s", found);
  capsule_append(&refusal->advice, "%s", advice);
}

/* Describes a property to define. Defining, unlike setting, runs no setter of a prototype. */
static inline napi_property_descriptor capsule_property(const char *name, napi_value value) {
  napi_property_descriptor property;
  memset(&property, 0, sizeof(property));
  property.utf8name = name;
  property.value = value;
  property.attributes = napi_default_jsproperty;
  return property;
}

enum { CAPSULE_MESSAGE_SIZE = 4 * sizeof(capsule_text) };

/* Writes the message of a refusal. */
static inline void capsule_refusal_message(const capsule_refusal *refusal,
                                           char message[CAPSULE_MESSAGE_SIZE]) {
  const capsule_text *const found = &refusal->found;
  const bool has_period = found->length > 0 && found->bytes[found->length - 1] == '.';
  capsule_text operation;
  capsule_text_clear(&operation);
  capsule_append(&operation, refusal->name == NULL ? "%s" : "%s ", refusal->operation);
  if (refusal->name != NULL) capsule_append_name(&operation, refusal->name);
  snprintf(message, CAPSULE_MESSAGE_SIZE, "%s: expected %s, found %s%s%s%s", operation.bytes,
           refusal->expected.bytes, found->bytes, has_period ? "" : ".",
           refusal->advice.length == 0 ? "" : " ", refusal->advice.bytes);
}

/* Creates the exception of a refusal, and throws it. Returns the status of its Node-API calls. */
static inline napi_status capsule_try_throw(napi_env env, const capsule_refusal *refusal,
                                            const char *text, napi_value cause) {
  typedef napi_status (*create_error)(napi_env, napi_value, napi_value, napi_value *);
#define CAPSULE_CODE(status, type) "ERR_CAPSULE_" #status,
#define CAPSULE_TYPE(status, type) #type,
  static const char *const codes[] = {CAPSULE_CODES(CAPSULE_CODE)};
  static const char *const types[] = {CAPSULE_CODES(CAPSULE_TYPE)};
#undef CAPSULE_CODE
#undef CAPSULE_TYPE

  const size_t index = (size_t)refusal->status - 1;
  const create_error create = strcmp(types[index], "TypeError") == 0    ? napi_create_type_error
                              : strcmp(types[index], "RangeError") == 0 ? napi_create_range_error
                                                                        : napi_create_error;
  const capsule_text *const parts[] = {&refusal->expected, &refusal->found};
  napi_value values[2], code, message, error;
  napi_status status = napi_create_string_utf8(env, codes[index], NAPI_AUTO_LENGTH, &code);
  if (status == napi_ok) status = napi_create_string_utf8(env, text, NAPI_AUTO_LENGTH, &message);
  for (int i = 0; i < 2 && status == napi_ok; i++)
    status = napi_create_string_utf8(env, parts[i]->bytes, parts[i]->length, &values[i]);
  if (status == napi_ok) status = create(env, NULL, message, &error);
  if (status != napi_ok) return status;
  napi_property_descriptor properties[] = {
      capsule_property("code", code), capsule_property("expected", values[0]),
      capsule_property("found", values[1]), capsule_property("cause", cause)};
  properties[3].attributes = (napi_property_attributes)(napi_writable | napi_configurable);
  status = napi_define_properties(env, error, cause == NULL ? 3 : 4, properties);
  return status == napi_ok ? napi_throw(env, error) : status;
}

/* Throws a refusal. `cause` may be NULL. An exception that is already pending stays. Returns NULL,
   for the caller to return. */
CAPSULE_THROWS napi_value capsule_throw(napi_env env, const capsule_refusal *refusal,
                                        napi_value cause) {
  char text[CAPSULE_MESSAGE_SIZE];
  capsule_refusal_message(refusal, text);
  /* Tries again after a failure, because a caller that gets NULL relies on an exception. */
  if (capsule_try_throw(env, refusal, text, cause) != napi_ok)
    capsule_try_throw(env, refusal, text, cause);
  return NULL;
}

/* Reports that a Node-API call failed although its arguments were valid. Either an exception is
   pending, which stays, or the environment is being torn down. */
CAPSULE_THROWS napi_value capsule_throw_status(napi_env env, capsule_refusal *refusal,
                                               napi_status status) {
  bool pending = false;
  if (napi_is_exception_pending(env, &pending) == napi_ok && pending) return NULL;
  refusal->status = CAPSULE_ENGINE_REFUSED;
  capsule_append(&refusal->expected, "Node-API to succeed");
  capsule_append(&refusal->found, "Node-API status %d", (int)status);
  return capsule_throw(env, refusal, NULL);
}

CAPSULE_THROWS napi_value capsule_throw_last(napi_env env) {
  const napi_extended_error_info *last = NULL;
  napi_status status = napi_get_last_error_info(env, &last);
  if (status == napi_ok) status = last->error_code;
  capsule_refusal refusal;
  capsule_refusal_init(&refusal, "Running an addon", NULL);
  return capsule_throw_status(env, &refusal, status == napi_ok ? napi_generic_failure : status);
}

static inline napi_value capsule_fail(napi_env env) { return capsule_throw_last(env); }

#endif
