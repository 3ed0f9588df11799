/* text.h: a bounded text, for messages. It needs no memory and cannot fail; what is too long is
   cut. */
#ifndef CAPSULE_DETAIL_TEXT_H
#define CAPSULE_DETAIL_TEXT_H

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

#endif
