/* contract.h: validates names, contracts, signatures and tables before they are used, and compares
   what a consumer needs with what a producer offers. Sealing and opening use the same rules. */
#ifndef CAPSULE_DETAIL_CONTRACT_H
#define CAPSULE_DETAIL_CONTRACT_H

#include "../abi.h"
#include "error.h"

/* Markers for `capsule doctor`, which reads addons without loading them: the first string is in the
   binary of an addon that seals tables, the second in that of one that opens them (usesOf in
   packages/contract/src/doctor searches for them). Each follows the NUL that ends the name of an
   operation, so messages do not show it; it is in the binary only if the function that uses it
   is. */
#define CAPSULE_SEALS_TABLE_MARKER "capsule seals a table"
#define CAPSULE_OPENS_TABLE_MARKER "capsule opens a table"
#define CAPSULE_SEALING_TABLE "Sealing\0" CAPSULE_SEALS_TABLE_MARKER
#define CAPSULE_OPENING_TABLE "Opening\0" CAPSULE_OPENS_TABLE_MARKER

/* A valid name has 1 to 255 bytes of UTF-8 without control characters; if it has a colon, there is
   text on both sides of the last one. */
static inline bool capsule_name_is_valid(const char *name) {
  const size_t length = name == NULL ? 0 : strlen(name);
  if (length < 1 || length > CAPSULE_MAX_NAME) return false;
  for (size_t at = 0; at < length;) {
    bool valid;
    const uint32_t point = capsule_decode_utf8(name, length, &at, &valid);
    if (!valid || point < ' ' || (point >= 0x7f && point < 0xa0)) return false;
  }
  const char *colon = strrchr(name, ':');
  return colon == NULL || (colon != name && colon[1] != '\0');
}

static inline napi_value capsule_throw_invalid_name(napi_env env, const char *operation,
                                                    const char *name) {
  capsule_refusal refusal;
  capsule_refusal_init(&refusal, operation, NULL);
  capsule_refusal_set(&refusal, CAPSULE_NAME_UNUSABLE,
                      "a name of 1 to 255 bytes of UTF-8 without control characters",
                      name == NULL ? "NULL" : "", "Use the name of the package: '@scope/package'.");
  if (name != NULL) capsule_append_name(&refusal.found, name);
  return capsule_throw(env, &refusal, NULL);
}

/* Appends the package of a capsule's name: @capsule/fastmath of "@capsule/fastmath:part". */
static inline void capsule_append_package(capsule_text *text, const char *name) {
  capsule_append_escaped(text, name, strcspn(name, ":"));
}

/* Append the name or the signature of a function, cut at a length that real ones do not reach. */
static inline void capsule_append_function(capsule_text *text, const char *name) {
  capsule_append_escaped(text, name, 64);
}

static inline void capsule_append_signature(capsule_text *text, const char *signature) {
  capsule_append_escaped(text, signature, sizeof(text->bytes));
}

/* The i-th entry of a contract. Entries may be larger in a contract of a newer header. */
static inline const capsule_entry *capsule_entry_at(const capsule_contract *contract, size_t i) {
  return (const capsule_entry *)(const void *)((const char *)contract->entries +
                                               i * contract->entry_size);
}

/* The side whose contract is validated. That of a consumer may list functions newer than the
   version that the consumer needs; that of a producer may list none newer than its version. */
enum capsule_role { CAPSULE_CONSUMER, CAPSULE_PRODUCER };

static inline uint32_t capsule_unknown_flags(const capsule_entry *entry) {
  return entry->flags & ~(uint32_t)CAPSULE_RETIRED;
}

/* Returns what is wrong with a contract apart from its name, or NULL if it is valid. Sets `entry`
   to the entry that is wrong, if that has a name, else to NULL. */
static inline const char *capsule_contract_fault(const capsule_contract *contract,
                                                 enum capsule_role role,
                                                 const capsule_entry **entry) {
  *entry = NULL;
  if (contract == NULL) return "NULL";
  if (contract->size < CAPSULE_CONTRACT_SIZE_1) return "one of another size";
  if (contract->entry_size < CAPSULE_ENTRY_SIZE_1 || contract->entry_size % sizeof(void *) != 0)
    return "entries of another size";
  if (contract->count > (SIZE_MAX - sizeof(capsule_table)) / contract->entry_size)
    return "more entries than memory has room for";
  if (contract->count > 0 && contract->entries == NULL) return "no entries";
  for (size_t i = 0; i < contract->count; i++) {
    const capsule_entry *each = capsule_entry_at(contract, i);
    *entry = each->name == NULL ? NULL : each;
    if (each->name == NULL) return "an entry without a name";
    if (capsule_unknown_flags(each) != 0) return "with unknown flags";
    if (each->signature == NULL) return "without a signature";
    if (role == CAPSULE_PRODUCER && each->since > contract->minor)
      return "newer than the contract itself";
  }
  *entry = NULL;
  return NULL;
}

/* Validates the contract that this addon was compiled with. */
static inline bool capsule_contract_is_valid(const capsule_contract *contract,
                                             enum capsule_role role, capsule_refusal *refusal) {
  const capsule_entry *entry;
  const char *fault = capsule_contract_fault(contract, role, &entry);
  if (fault == NULL) return true;
  if (entry != NULL) {
    capsule_append_function(&refusal->found, entry->name);
    capsule_append(&refusal->found, " ");
  }
  capsule_refusal_set(refusal, CAPSULE_CONTRACT_UNSOUND,
                      "a contract that this version of capsule.h can read", fault,
                      "Let \"capsule generate\" write it, or use CAPSULE_CONTRACT.");
  return false;
}

/* The i-th function of a table; NULL if it is not set. */
static inline capsule_function capsule_function_at(const void *table, size_t i) {
  const char *functions = (const char *)table + sizeof(capsule_table);
  capsule_function function;
  memcpy(&function, functions + i * sizeof(function), sizeof(function));
  return function;
}

/* Checks that a table has the functions that its contract lists. Reads nothing beyond the size that
   the table states. */
static inline bool capsule_table_is_complete(const void *table, const capsule_contract *contract,
                                             capsule_refusal *refusal) {
  const size_t size = ((const capsule_table *)table)->size;
  const size_t required = sizeof(capsule_table) + contract->count * sizeof(capsule_function);
  if (size < required) {
    refusal->status = CAPSULE_TABLE_TOO_SHORT;
    capsule_append(&refusal->expected, "a table of %zu bytes or more, for contract %u.%u", required,
                   (unsigned)contract->major, (unsigned)contract->minor);
    capsule_append(&refusal->found, "one of %zu", size);
    capsule_append(&refusal->advice, "Compile the table and its contract from the same header.");
    return false;
  }
  for (size_t i = 0; i < contract->count; i++) {
    const capsule_entry *entry = capsule_entry_at(contract, i);
    if (capsule_function_at(table, i) != NULL || (entry->flags & CAPSULE_RETIRED) != 0) continue;
    refusal->status = CAPSULE_ENTRY_MISSING;
    capsule_append(&refusal->expected, "a function for every entry of contract %u.%u",
                   (unsigned)contract->major, (unsigned)contract->minor);
    capsule_append(&refusal->found, "NULL for ");
    capsule_append_function(&refusal->found, entry->name);
    capsule_append(&refusal->advice, "Set .");
    capsule_append_function(&refusal->advice, entry->name);
    capsule_append(&refusal->advice, " in the producer's table.");
    return false;
  }
  return true;
}

/* A parser for the grammar of signatures:

     signature   result '(' [type {',' type}] ')'            result: a type, or void
     type        scalar | '*' target | '(' signature ')'
     target      type | void | '{' type {',' type} '}' | '<' name '>' */

/* How deep types may nest: deeper than any real signature, and safe for a small stack. */
enum { CAPSULE_MAX_DEPTH = 64 };

static inline bool capsule_parse_signature(const char **at, int depth);

/* Each parser moves `at` past what it accepts, and returns whether it accepted something. */
static inline bool capsule_parse_word(const char **at, const char *word) {
  const size_t length = strlen(word);
  if (strncmp(*at, word, length) != 0) return false;
  *at += length;
  return true;
}

static inline bool capsule_parse_scalar(const char **at) {
  static const char *const scalars[] = {"f64", "f32", "i8",  "i16",   "i32",   "i64", "u8",
                                        "u16", "u32", "u64", "usize", "isize", "bool"};
  for (size_t i = 0; i < sizeof(scalars) / sizeof(scalars[0]); i++)
    if (capsule_parse_word(at, scalars[i])) return true;
  return false;
}

static inline bool capsule_parse_name(const char **at) {
  const size_t length = strspn(*at, "abcdefghijklmnopqrstuvwxyz0123456789_"
                                    "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
  *at += length;
  return length > 0;
}

static inline bool capsule_parse_type(const char **at, bool is_target, int depth);

/* Parses a list of types and the text that closes it. */
static inline bool capsule_parse_types(const char **at, const char *close, int depth) {
  do {
    if (!capsule_parse_type(at, false, depth)) return false;
  } while (capsule_parse_word(at, ","));
  return capsule_parse_word(at, close);
}

static inline bool capsule_parse_type(const char **at, bool is_target, int depth) {
  if (depth > CAPSULE_MAX_DEPTH) return false;
  if (capsule_parse_word(at, "*")) return capsule_parse_type(at, true, depth + 1);
  if (capsule_parse_word(at, "("))
    return capsule_parse_signature(at, depth + 1) && capsule_parse_word(at, ")");
  if (is_target && capsule_parse_word(at, "void")) return true;
  if (is_target && capsule_parse_word(at, "{")) return capsule_parse_types(at, "}", depth + 1);
  if (is_target && capsule_parse_word(at, "<"))
    return capsule_parse_name(at) && capsule_parse_word(at, ">");
  return capsule_parse_scalar(at);
}

static inline bool capsule_parse_signature(const char **at, int depth) {
  if (!capsule_parse_word(at, "void") && !capsule_parse_type(at, false, depth)) return false;
  return capsule_parse_word(at, "(") &&
         (capsule_parse_word(at, ")") || capsule_parse_types(at, ")", depth));
}

static inline bool capsule_signature_is_valid(const char *text) {
  return text != NULL && capsule_parse_signature(&text, 0) && *text == '\0';
}

/* ---- Comparing what a consumer needs with what a producer offers ----------------------------- */

/* Appends a name to a list and counts it. Eight are shown, so that the rest of the message fits. */
static inline void capsule_list_add(capsule_text *text, const char *before, const char *name,
                                    size_t *listed) {
  if (++*listed > 8) return;
  capsule_append(text, "%s", *listed == 1 ? before : ", ");
  capsule_append_function(text, name);
}

/* Ends a list with the number of names that are not shown. */
static inline void capsule_list_end(capsule_text *text, size_t listed, const char *after) {
  if (listed > 8) capsule_append(text, " and %zu more", listed - 8);
  if (listed > 0) capsule_append(text, "%s", after);
}

static inline void capsule_append_version(capsule_text *text, const capsule_contract *contract) {
  capsule_append(text, "%u.%u", (unsigned)contract->major, (unsigned)contract->minor);
}

/* Whether a consumer may call the i-th entry without checking for it: the entry is no newer than
   the minor version that the consumer needs, and its header does not mark it as retired. */
static inline bool capsule_entry_is_needed(const capsule_contract *needed, size_t i) {
  const capsule_entry *entry = capsule_entry_at(needed, i);
  return entry->since <= needed->minor && (entry->flags & CAPSULE_RETIRED) == 0;
}

/* Whether a contract of another major version has the function, at any index. The search begins at
   index `next`, where the function usually is, and adds the entries that it reads to `read`. */
static inline bool capsule_offers_unchanged(const capsule_contract *offered,
                                            const capsule_entry *needed, size_t *next,
                                            size_t *read) {
  for (size_t i = 0; i < offered->count; i++) {
    const size_t index = (*next + i) % offered->count;
    const capsule_entry *entry = capsule_entry_at(offered, index);
    ++*read;
    if (strcmp(entry->name, needed->name) != 0) continue;
    *next = index + 1;
    return strcmp(entry->signature, needed->signature) == 0;
  }
  return false;
}

/* Lists the functions that a contract of another major version lacks or has changed. Stops after
   `max_read` entries, so that contracts with thousands of functions cost milliseconds. */
static inline void capsule_list_changes(capsule_text *text, const capsule_contract *needed,
                                        const capsule_contract *offered) {
  const size_t max_read = 1000000;
  size_t missing = 0, next = 0, read = 0, i;
  for (i = 0; i < needed->count && read < max_read; i++) {
    const capsule_entry *entry = capsule_entry_at(needed, i);
    if (capsule_entry_is_needed(needed, i) &&
        !capsule_offers_unchanged(offered, entry, &next, &read))
      capsule_list_add(text, ", which lacks or changes ", entry->name, &missing);
  }
  capsule_list_end(text, missing, i < needed->count ? ", among others" : "");
}

/* Compares versions. The message lists the functions that are needed and not offered. */
static inline bool capsule_version_fits(const capsule_contract *needed,
                                        const capsule_contract *offered, capsule_refusal *refusal) {
  size_t missing = 0;
  capsule_text list;
  capsule_text_clear(&list);
  refusal->status = CAPSULE_VERSION_MISMATCH;
  if (offered->major != needed->major) {
    capsule_append(&refusal->expected, "contract %u.x", (unsigned)needed->major);
    capsule_append_version(&refusal->found, offered);
    capsule_list_changes(&refusal->found, needed, offered);
    capsule_append(&refusal->advice, "Use ");
    capsule_append_package(&refusal->advice, needed->name);
    capsule_append(&refusal->advice, " %u.x, or compile the consumer for contract ",
                   (unsigned)needed->major);
    capsule_append_version(&refusal->advice, offered);
    capsule_append(&refusal->advice, ".");
    return false;
  }
  for (size_t i = offered->count; i < needed->count; i++)
    if (capsule_entry_is_needed(needed, i))
      capsule_list_add(&list, " (for ", capsule_entry_at(needed, i)->name, &missing);
  capsule_list_end(&list, missing, ")");
  if (missing == 0 && offered->minor >= needed->minor) return true;
  capsule_append(&refusal->expected, "contract ");
  capsule_append_version(&refusal->expected, needed);
  capsule_append(&refusal->expected, " or later%s", list.bytes);
  capsule_append_version(&refusal->found, offered);
  capsule_append(&refusal->advice, "Update ");
  capsule_append_package(&refusal->advice, needed->name);
  capsule_append(&refusal->advice, " to ");
  capsule_append_version(&refusal->advice, needed);
  capsule_append(&refusal->advice, " or later.");
  return false;
}

/* Compares the functions that both contracts have. The message shows both signatures of the first
   that differs, and the names of the others. */
static inline bool capsule_signatures_fit(const capsule_contract *needed,
                                          const capsule_contract *offered,
                                          capsule_refusal *refusal) {
  const size_t both = needed->count < offered->count ? needed->count : offered->count;
  size_t changed = 0, listed = 0;
  for (size_t i = 0; i < both; i++) {
    const capsule_entry *mine = capsule_entry_at(needed, i), *theirs = capsule_entry_at(offered, i);
    if (strcmp(mine->name, theirs->name) == 0 && strcmp(mine->signature, theirs->signature) == 0)
      continue;
    if (changed++ == 0) {
      capsule_append_function(&refusal->expected, mine->name);
      capsule_append(&refusal->expected, " to be ");
      capsule_append_signature(&refusal->expected, mine->signature);
      capsule_append_function(&refusal->found, theirs->name);
      capsule_append(&refusal->found, " ");
      capsule_append_signature(&refusal->found, theirs->signature);
    } else capsule_list_add(&refusal->advice, "Also changed: ", mine->name, &listed);
  }
  if (changed == 0) return true;
  capsule_list_end(&refusal->advice, listed, ". ");
  capsule_append(&refusal->advice, "Build both addons with the same header of contract ");
  capsule_append_version(&refusal->advice, offered);
  capsule_append(&refusal->advice, ".");
  refusal->status = CAPSULE_SIGNATURE_MISMATCH;
  return false;
}

/* Rejects a consumer that may call a retired function which is now NULL: one that was compiled
   before the function was retired. */
static inline bool capsule_needed_entries_are_set(const void *table, const capsule_contract *needed,
                                                  const capsule_contract *offered,
                                                  capsule_refusal *refusal) {
  const size_t both = needed->count < offered->count ? needed->count : offered->count;
  size_t missing = 0;
  for (size_t i = 0; i < both; i++)
    if (capsule_entry_is_needed(needed, i) && capsule_function_at(table, i) == NULL)
      capsule_list_add(&refusal->expected, "a function for ", capsule_entry_at(needed, i)->name,
                       &missing);
  if (missing == 0) return true;
  refusal->status = CAPSULE_ENTRY_MISSING;
  capsule_list_end(&refusal->expected, missing, "");
  capsule_append(&refusal->found, "NULL, retired in contract ");
  capsule_append_version(&refusal->found, offered);
  capsule_append(&refusal->advice, "Compile the consumer with the header of contract ");
  capsule_append_version(&refusal->advice, offered);
  capsule_append(&refusal->advice, ", without what is retired.");
  return false;
}

#endif
