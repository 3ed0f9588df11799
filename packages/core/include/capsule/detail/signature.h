/* signature.h: whether a text is a signature. No Node-API here.

     signature   result '(' [type {',' type}] ')'            result: a type, or void
     type        scalar | '*' target | '(' signature ')'
     target      type | void | '{' type {',' type} '}' | '<' name '>' */
#ifndef CAPSULE_DETAIL_SIGNATURE_H
#define CAPSULE_DETAIL_SIGNATURE_H

/* Types in types in types: more than anybody writes, and less than a stack has room for. */
enum { CAPSULE_MAX_DEPTH = 64 };

static inline bool capsule_read_signature(const char **at, int depth);

/* Moves past a word, if that is what comes. */
static inline bool capsule_read(const char **at, const char *word) {
  const size_t length = strlen(word);
  if (strncmp(*at, word, length) != 0) return false;
  *at += length;
  return true;
}

static inline bool capsule_read_scalar(const char **at) {
  static const char *const scalars[] = {"f64", "f32", "i8",  "i16",   "i32",   "i64", "u8",
                                        "u16", "u32", "u64", "usize", "isize", "bool"};
  for (size_t i = 0; i < sizeof(scalars) / sizeof(scalars[0]); i++)
    if (capsule_read(at, scalars[i])) return true;
  return false;
}

static inline bool capsule_read_name(const char **at) {
  const size_t length = strspn(*at, "abcdefghijklmnopqrstuvwxyz0123456789_"
                                    "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
  *at += length;
  return length > 0;
}

static inline bool capsule_read_type(const char **at, bool behind_pointer, int depth);

/* Types up to and with what closes their list. */
static inline bool capsule_read_types(const char **at, const char *close, int depth) {
  do {
    if (!capsule_read_type(at, false, depth)) return false;
  } while (capsule_read(at, ","));
  return capsule_read(at, close);
}

static inline bool capsule_read_type(const char **at, bool behind_pointer, int depth) {
  if (depth > CAPSULE_MAX_DEPTH) return false;
  if (capsule_read(at, "*")) return capsule_read_type(at, true, depth + 1);
  if (capsule_read(at, "(")) return capsule_read_signature(at, depth + 1) && capsule_read(at, ")");
  if (behind_pointer && capsule_read(at, "void")) return true;
  if (behind_pointer && capsule_read(at, "{")) return capsule_read_types(at, "}", depth + 1);
  if (behind_pointer && capsule_read(at, "<"))
    return capsule_read_name(at) && capsule_read(at, ">");
  return capsule_read_scalar(at);
}

static inline bool capsule_read_signature(const char **at, int depth) {
  if (!capsule_read(at, "void") && !capsule_read_type(at, false, depth)) return false;
  return capsule_read(at, "(") && (capsule_read(at, ")") || capsule_read_types(at, ")", depth));
}

static inline bool capsule_is_signature(const char *text) {
  return text != NULL && capsule_read_signature(&text, 0) && *text == '\0';
}

#endif
