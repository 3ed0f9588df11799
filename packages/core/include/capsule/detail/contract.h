/* contract.h: whether names, contracts and tables are what they should be, before anything in them is
   used. Sealing asks, and so does the gate: what one accepts, the other does. No Node-API here. */
#ifndef CAPSULE_DETAIL_CONTRACT_H
#define CAPSULE_DETAIL_CONTRACT_H

/* How a refusal begins that concerns a table. What stands behind the end of the text nobody prints: it
   stays in the addon's binary, where `capsule doctor` sees by it whether tables are sealed there, or
   opened. The contracts themselves it reads as the loader maps them. No compiler leaves one out or
   takes it apart, because its address is handed on: to the envelope, and to dladdr. */
#define CAPSULE_SEALING_TABLE "Sealing\0capsule seals a table"
#define CAPSULE_OPENING_TABLE "Opening\0capsule opens a table"

/* Whether a name can be an address: 1 to 255 bytes of UTF-8 without control characters, and
   something on both sides of its last colon, if it has one. */
static inline bool capsule_name_is_usable(const char *name) {
  const size_t length = name == NULL ? 0 : strlen(name);
  if (length < 1 || length > CAPSULE_MAX_NAME) return false;
  for (size_t at = 0; at < length;) {
    bool valid;
    const uint32_t point = capsule_code_point(name, length, &at, &valid);
    if (!valid || point < ' ' || (point >= 0x7f && point < 0xa0)) return false;
  }
  const char *colon = strrchr(name, ':');
  return colon == NULL || (colon != name && colon[1] != '\0');
}

/* The i-th entry of a contract, whose author may have compiled larger entries than ours. */
static inline const capsule_entry *capsule_entry_at(const capsule_contract *contract, size_t i) {
  return (const capsule_entry *)(const void *)((const char *)contract->entries +
                                               i * contract->entry_size);
}

/* Who wrote a contract that is looked at: a consumer may know functions that are newer than what it
   asks for, a producer may not. */
enum capsule_role { CAPSULE_CONSUMER, CAPSULE_PRODUCER };

static inline uint32_t capsule_unknown_flags(const capsule_entry *entry) {
  return entry->flags & ~(uint32_t)CAPSULE_RETIRED;
}

/* What is wrong with a contract, but for its name; NULL when nothing is. `entry` becomes the one that
   is wrong, where it has a name, else NULL. */
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

/* Whether a contract of one's own is sound; if not, the refusal says what is wrong with it. */
static inline bool capsule_contract_is_sound(const capsule_contract *contract,
                                             enum capsule_role role, capsule_refusal *refusal) {
  const capsule_entry *entry;
  const char *fault = capsule_contract_fault(contract, role, &entry);
  if (fault == NULL) return true;
  refusal->status = CAPSULE_CONTRACT_UNSOUND;
  capsule_say(&refusal->expected, "a contract that this version of capsule.h can read");
  if (entry != NULL) capsule_say(&refusal->found, "%.64s ", entry->name);
  capsule_say(&refusal->found, "%s", fault);
  capsule_say(&refusal->advice, "Let \"capsule generate\" write it, or use CAPSULE_CONTRACT.");
  return false;
}

/* The i-th function of a table. */
static inline capsule_function capsule_function_at(const void *table, size_t i) {
  const char *functions = (const char *)table + sizeof(capsule_table);
  capsule_function function;
  memcpy(&function, functions + i * sizeof(function), sizeof(function));
  return function;
}

/* Whether a table really has the functions that a contract announces, or what is wrong. Reads no
   further than the table's own size. */
static inline bool capsule_table_holds(const void *table, const capsule_contract *contract,
                                       capsule_refusal *refusal) {
  const size_t size = ((const capsule_table *)table)->size;
  const size_t wanted = sizeof(capsule_table) + contract->count * sizeof(capsule_function);
  if (size < wanted) {
    refusal->status = CAPSULE_TABLE_TOO_SHORT;
    capsule_say(&refusal->expected, "a table of %zu bytes or more, for contract %u.%u", wanted,
                (unsigned)contract->major, (unsigned)contract->minor);
    capsule_say(&refusal->found, "one of %zu", size);
    capsule_say(&refusal->advice, "Compile the table and its contract from the same header.");
    return false;
  }
  for (size_t i = 0; i < contract->count; i++) {
    const capsule_entry *entry = capsule_entry_at(contract, i);
    if (capsule_function_at(table, i) != NULL || (entry->flags & CAPSULE_RETIRED) != 0) continue;
    refusal->status = CAPSULE_ENTRY_MISSING;
    capsule_say(&refusal->expected, "a function for every entry of contract %u.%u",
                (unsigned)contract->major, (unsigned)contract->minor);
    capsule_say(&refusal->found, "NULL for %.64s", entry->name);
    capsule_say(&refusal->advice, "Set .%.64s in the producer's table.", entry->name);
    return false;
  }
  return true;
}

#endif
