/* error.h: turns a refusal into the JavaScript exception that reports it:

     <what was being done>: expected <what>, found <what>. <How to mend it.> */
#ifndef CAPSULE_DETAIL_ERROR_H
#define CAPSULE_DETAIL_ERROR_H

#include "platform.h"

/* Every way an envelope can be refused. The code of an exception is "ERR_CAPSULE_" and the
   name; src/codes.ts has the same list for TypeScript, and a test compares the two. */
#define CAPSULE_CODES(X)                                                                           \
  X(NOT_A_CAPSULE, TypeError)      /* a value without the tag */                                   \
  X(ENVELOPE_DAMAGED, Error)       /* the tag, but not the content of an envelope */               \
  X(ABI_UNKNOWN, RangeError)       /* an envelope of a version, kind, flag or state unknown */     \
  X(NAME_MISMATCH, TypeError)      /* a capsule of another producer */                             \
  X(KIND_MISMATCH, TypeError)      /* a pointer where a table is expected, or the reverse */       \
  X(TAKEN, Error)                  /* somebody has taken the contents */                           \
  X(REVOKED, Error)                /* the contents were withdrawn */                               \
  X(VERSION_MISMATCH, RangeError)  /* another major, or a minor that is too old */                 \
  X(SIGNATURE_MISMATCH, TypeError) /* a function with other arguments or another result */         \
  X(TABLE_TOO_SHORT, RangeError)   /* a table smaller than its contract */                         \
  X(ENTRY_MISSING, TypeError)      /* a function that is NULL, and not retired for its caller */   \
  X(POINTER_MISSING, TypeError)    /* nothing to seal */                                           \
  X(DATA_UNSOUND, TypeError)       /* a shape, type or strides that no reader could use */         \
  X(NOT_VIEWABLE, TypeError)       /* data that no typed array can show */                         \
  X(SIGNATURE_UNSOUND, TypeError)  /* a text that is no signature */                               \
  X(NAME_UNUSABLE, TypeError)      /* a name that cannot be an address */                          \
  X(CONTRACT_UNSOUND, TypeError)   /* a contract that no reader could use */                       \
  X(NOT_PINNED, Error)             /* code whose image cannot be kept in memory */                 \
  X(OUT_OF_MEMORY, RangeError)     /* malloc gave NULL */                                          \
  X(ENGINE_REFUSED, Error)         /* a Node-API call failed that should not */                    \
  X(PACKAGE_NOT_FOUND, Error)      /* import: not installed where the addon looks */               \
  X(PACKAGE_THREW, Error)          /* import: the package's own error is the cause */              \
  X(EXPORT_MISSING, TypeError)     /* import: no such export */                                    \
  X(TICKET_UNKNOWN, Error)         /* receive: no ticket that anybody gave out */                  \
  X(TICKET_FOREIGN, Error)         /* receive: of another process or copy of core */               \
  X(TICKET_USED, Error)            /* receive: the second time */                                  \
  X(TICKET_EXPIRED, Error)         /* receive: too late */                                         \
  X(OPTION_UNUSABLE, TypeError)    /* an option that is not what it should be */                   \
  X(PATH_UNUSABLE, TypeError)      /* loadAddon: no path, or no name */                            \
  X(ADDON_NOT_BUILT, Error)        /* loadAddon: no binary where one should be */                  \
  X(ADDON_NOT_LOADABLE, Error)     /* loadAddon: a binary that this process cannot load */

#define CAPSULE_ENUMERATOR(status, type) CAPSULE_##status,
typedef enum capsule_status { CAPSULE_OK = 0, CAPSULE_CODES(CAPSULE_ENUMERATOR) } capsule_status;
#undef CAPSULE_ENUMERATOR

/* A bounded text, for messages. It needs no memory and cannot fail; what is too long is cut. */
typedef struct capsule_text {
  size_t length;
  char bytes[2560];
} capsule_text;

static inline void capsule_clear(capsule_text *text) {
  text->length = 0;
  text->bytes[0] = '\0';
}

CAPSULE_PRINTF(2, 3)
static inline void capsule_say(capsule_text *text, const char *format, ...) {
  const size_t room = sizeof(text->bytes) - text->length;
  va_list arguments;
  va_start(arguments, format);
  const int wanted = vsnprintf(text->bytes + text->length, room, format, arguments);
  va_end(arguments);
  if (wanted > 0) text->length += (size_t)wanted < room ? (size_t)wanted : room - 1;
}

/* The code point at bytes[*at], which is moved past it; a byte that is no UTF-8 stands for itself,
   with `valid` false. */
static inline uint32_t capsule_code_point(const char *bytes, size_t length, size_t *at,
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
  /* Overlong forms, surrogates and what lies past the last code point. */
  static const uint32_t least[] = {0, 0x80, 0x800, 0x10000};
  if (*valid) *valid = point >= least[follow] && point <= 0x10ffff && (point & ~0x7ffu) != 0xd800;
  *at += *valid ? 1 + follow : 1;
  return *valid ? point : first;
}

/* Adds a name in quotes. Whatever is not printable ASCII is escaped, so that names that look alike
   do not read alike; a long name is cut, and its length told. */
static inline void capsule_quote(capsule_text *text, const char *bytes, size_t length) {
  enum { SHOWN = 96 };
  capsule_say(text, "'");
  for (size_t at = 0; at < length && at < SHOWN;) {
    bool valid;
    const uint32_t point = capsule_code_point(bytes, length, &at, &valid);
    if (!valid) capsule_say(text, "\\x%02x", (unsigned)point);
    else if (point == '\'' || point == '\\') capsule_say(text, "\\%c", (int)point);
    else if (point >= ' ' && point < 0x7f) capsule_say(text, "%c", (int)point);
    else capsule_say(text, "\\u{%x}", (unsigned)point);
  }
  if (length > SHOWN) capsule_say(text, "...' (%zu bytes)", length);
  else capsule_say(text, "'");
}

static inline void capsule_quote_name(capsule_text *text, const char *name) {
  capsule_quote(text, name, strlen(name));
}

/* Adds the path of the image that contains `address`, for messages and labels. */
#ifdef _WIN32
static inline void capsule_say_file(capsule_text *text, const void *address) {
  const DWORD flags =
      GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT;
  HMODULE image = NULL;
  wchar_t wide[1024];
  char path[3 * 1024 + 1];
  if (!GetModuleHandleExW(flags, (LPCWSTR)address, &image)) return;
  const DWORD length = GetModuleFileNameW(image, wide, 1024);
  const int bytes =
      WideCharToMultiByte(CP_UTF8, 0, wide, (int)length, path, (int)sizeof(path), NULL, NULL);
  capsule_say(text, "%.*s", bytes, path);
}
#else
static inline void capsule_say_file(capsule_text *text, const void *address) {
  capsule_image image;
  if (capsule_find_image(address, &image)) capsule_say(text, "%s", image.file);
}
#endif

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
