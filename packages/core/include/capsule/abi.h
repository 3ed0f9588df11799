/* abi.h: what one addon lays down in memory and another one reads.

   Everything here may be read by an addon that was compiled years before or after this one. Nothing
   changes its place; new members are added at a struct's end, and its size tells who has them.
   docs/abi.md says the same to those who do without these headers. */
#ifndef CAPSULE_ABI_H
#define CAPSULE_ABI_H

#include "detail/platform.h"

#define CAPSULE_MAGIC UINT64_C(0x00454c5553504143) /* "CAPSULE" and a NUL, in memory order */
#define CAPSULE_ABI 1u

/* What lies in the envelope. A reader refuses a kind it does not know. */
enum capsule_kind {
  CAPSULE_POINTER = 1,  /* any pointer, owned by the envelope if it came with a destructor */
  CAPSULE_TABLE = 2,    /* a constant table of C functions, never owned, never freed */
  CAPSULE_FUNCTION = 3, /* one C function with its context: see capsule_function.h */
  CAPSULE_DATA = 4      /* memory with a type and a shape: see capsule_data.h */
};

/* Whether the contents are still to be had. It changes once, and never back. */
enum capsule_state {
  CAPSULE_STATE_LIVE = 0,
  CAPSULE_STATE_TAKEN = 1,  /* consumed by one taker: capsule_take */
  CAPSULE_STATE_REVOKED = 2 /* withdrawn: capsule_revoke */
};

/* Flags of an entry. A reader refuses one that it does not know. */
enum capsule_entry_flags {
  CAPSULE_RETIRED = 1 /* keeps its place in the table, and may be NULL */
};

/* One function of a contract.

   name        as in the C struct: "dot".
   signature   the C ABI of the function, as text: "f64(*f64,*f64,usize)". Widths, signedness and
               depth of pointers, structs expanded in braces, callbacks in parentheses, opaque
               structs by name in angle brackets; no spelling, no parameter names, no const. Two signatures agree when strcmp says so.
   since       the minor version the function came with.
   flags       enum capsule_entry_flags. */
typedef struct capsule_entry {
  const char *name;
  const char *signature;
  uint32_t since;
  uint32_t flags;
} capsule_entry;

/* What a table holds, as the one who was compiled with it knows it. In static storage.

   Every string in it is in static storage too: whoever opened a capsule may read it for ever.

   size, entry_size   bytes of this struct and of one entry, as its author compiled them.
   name               the address of the producer: "@scope/package" or "@scope/package:export".
   major, minor       entries are only ever appended, with a new minor; a new major starts afresh.
   count, entries     the functions in the order of the table. */
typedef struct capsule_contract {
  uint32_t size;
  uint32_t entry_size;
  const char *name;
  uint32_t major;
  uint32_t minor;
  size_t count;
  const capsule_entry *entries;
} capsule_contract;

#define CAPSULE_CONTRACT(name, major, minor, entries)                                              \
  {                                                                                                \
    sizeof(capsule_contract), sizeof(capsule_entry), (name), (major), (minor),                     \
        sizeof(entries) / sizeof((entries)[0]), (entries)                                          \
  }

/* How every table begins, for good: one function pointer for each entry of the contract follows.

   size      bytes of the whole table, so that an old and a new one can be told apart.
   variant   which of several builds of the same functions this is, for the label: "avx2", in static
             storage; may be NULL. */
typedef struct capsule_table {
  size_t size;
  const char *variant;
} capsule_table;

/* The type of an element: the code, bits and lanes of DLPack. */
typedef struct capsule_dtype {
  uint8_t code;
  uint8_t bits;
  uint16_t lanes;
} capsule_dtype;

enum capsule_data_flags {
  CAPSULE_READ_ONLY = 1 /* nobody writes to the elements */
};

/* What a data capsule holds; capsule_data.h has the rules.

   size      bytes of this struct, as the sealer compiled it.
   flags     enum capsule_data_flags.
   data      the first element; NULL only where there are none.
   shape     ndim extents.
   strides   ndim steps from one element to the next, in elements; NULL when sealing stands for row
             after row. Never NULL in a capsule that has dimensions. */
typedef struct capsule_data {
  uint32_t size;
  uint32_t flags;
  void *data;
  int32_t ndim;
  capsule_dtype dtype;
  const int64_t *shape;
  const int64_t *strides;
} capsule_data;

/* The envelope. Consumers get it from capsule_open and its like, and read the contents; everything
   else is for the functions of these headers.

   The frozen prefix, the same in every version of this header, so that a refusal is always
   possible:
   magic        CAPSULE_MAGIC.
   abi          CAPSULE_ABI; a reader refuses another one.
   size         bytes of this struct as the sealer compiled it.
   kind         enum capsule_kind.
   flags        none are defined yet; a reader refuses one it does not know.
   count        how many hold the contents, in the low half, and how many JavaScript values carry the
                envelope, in the high half: see CAPSULE_HANDLE.
   state        enum capsule_state; may change at any time, on any thread. A reader refuses a state
                that it does not know, and asks for it after it has taken its hold.
   ended        0, and 1 from when the destructor was called, or was not needed. Whoever sets it
                calls the destructor.
   destroy      the sealer's own function: frees the envelope, and ends the contents before if nobody
                has; on whatever thread gives up the last count.

   Version 1:
   name         copied when sealed, never changes.
   pointer      the contents: what was sealed, a table, a function, or the first element of data.
                Not NULL, but for data without elements.
   context      the producer's own, handed to the destructor; and to a function.
   destructor   NULL, or what ends the life of the contents.
   contract     what a table holds; NULL for other kinds.
   file         path of the image that sealed, for messages.
   signature    of a function; NULL for other kinds.
   data         the type and shape of data; NULL for other kinds. */
typedef struct capsule_envelope {
  uint64_t magic;
  uint32_t abi;
  uint32_t size;
  uint32_t kind;
  uint32_t flags;
  CAPSULE_ALIGNED_8 uint64_t count;
  uint32_t state;
  uint32_t ended;
  void (*destroy)(struct capsule_envelope *envelope);

  const char *name;
  void *pointer;
  void *context;
  void (*destructor)(void *pointer, void *context);
  const capsule_contract *contract;
  const char *file;
  const char *signature;
  const capsule_data *data;
} capsule_envelope;

/* What one JavaScript value adds to `count`; a hold adds 1. Contents that were taken or revoked end
   with the last hold, others with the last of both. */
#define CAPSULE_HANDLE (UINT64_C(1) << 32)

/* What each struct had in version 1, up to and with its last member. Readers compare sizes with
   these, never with sizeof: a later header has larger structs, and still opens what is older. */
#define CAPSULE_SIZE_WITH(type, member) (offsetof(type, member) + sizeof(((type *)0)->member))
#define CAPSULE_ENVELOPE_SIZE_1 CAPSULE_SIZE_WITH(capsule_envelope, data)
#define CAPSULE_CONTRACT_SIZE_1 CAPSULE_SIZE_WITH(capsule_contract, entries)
#define CAPSULE_ENTRY_SIZE_1 CAPSULE_SIZE_WITH(capsule_entry, flags)
#define CAPSULE_DATA_SIZE_1 CAPSULE_SIZE_WITH(capsule_data, strides)

/* The longest name, in bytes of UTF-8. */
#define CAPSULE_MAX_NAME 255

#endif
