/* abi.h: the memory layout that addons share: one addon writes these structs, another reads them.

   Addons that were compiled years apart read the same structs. No member ever moves; new members
   are added at the end of a struct, and its size shows whether it has them. docs/abi.md specifies
   the same layout for implementations that do not use these headers. */
#ifndef CAPSULE_ABI_H
#define CAPSULE_ABI_H

#include "detail/platform.h"

/* The first two members of every envelope, by which a reader recognizes it. */
#define CAPSULE_MAGIC UINT64_C(0x00454c5553504143) /* "CAPSULE" and a NUL, in memory order */
#define CAPSULE_ABI 1u

/* The kind of the contents of an envelope. A reader rejects an unknown kind. */
enum capsule_kind {
  CAPSULE_POINTER = 1,  /* any pointer; owned by the envelope if it has a destructor */
  CAPSULE_TABLE = 2,    /* a constant table of C functions, never freed */
  CAPSULE_FUNCTION = 3, /* one C function with its context: see capsule_function.h */
  CAPSULE_DATA = 4      /* memory with a type and a shape: see capsule_data.h */
};

/* Whether the contents are available. The state changes at most once, from LIVE. */
enum capsule_state {
  CAPSULE_STATE_LIVE = 0,
  CAPSULE_STATE_TAKEN = 1,   /* by one consumer: capsule_take */
  CAPSULE_STATE_REVOKED = 2, /* by the producer: capsule_revoke */
  CAPSULE_STATE_DISPOSED = 3 /* by JavaScript; an envelope has REVOKED, and `disposed` is set */
};

/* Flags of an entry. A reader rejects unknown flags. */
enum capsule_entry_flags {
  CAPSULE_RETIRED = 1 /* deprecated: keeps its place in the table, and may be NULL */
};

/* One function of a contract.

   name        of the member of the C struct: "dot".
   signature   the C ABI of the function as text: "f64(*f64,*f64,usize)". It has the width and
               signedness of scalars and the depth of pointers; structs are expanded in braces,
               callbacks stand in parentheses, opaque structs are named in angle brackets. There are
               no spaces, parameter names or const. Signatures are compared with strcmp.
   since       the minor version that added the function.
   flags       enum capsule_entry_flags. */
typedef struct capsule_entry {
  const char *name;
  const char *signature;
  uint32_t since;
  uint32_t flags;
} capsule_entry;

/* Describes a table, as its producer or its consumer was compiled. The struct, its entries and all
   strings are in static storage: a consumer may read them until the process ends.

   size, entry_size   bytes of this struct and of one entry, as they were compiled.
   name               the address of the producer: "@scope/package" or "@scope/package:export".
   major, minor       entries are only appended, with a new minor version; any other change needs a
                      new major one.
   count, entries     the functions, in the order of the table. */
typedef struct capsule_contract {
  uint32_t size;
  uint32_t entry_size;
  const char *name;
  uint32_t major;
  uint32_t minor;
  size_t count;
  const capsule_entry *entries;
} capsule_contract;

/* Initializes a capsule_contract for an array of entries. */
#define CAPSULE_CONTRACT(name, major, minor, entries)                                              \
  {                                                                                                \
    sizeof(capsule_contract), sizeof(capsule_entry), (name), (major), (minor),                     \
        sizeof(entries) / sizeof((entries)[0]), (entries)                                          \
  }

/* The first members of every table. One function pointer for each entry of the contract follows.

   size      bytes of the whole table, which shows how many entries it has.
   variant   for the label, the name of this build if there are several builds of the same
             functions: "avx2". In static storage; may be NULL. */
typedef struct capsule_table {
  size_t size;
  const char *variant;
} capsule_table;

/* The type of an element: code, bits and lanes as in DLPack. */
typedef struct capsule_dtype {
  uint8_t code;
  uint8_t bits;
  uint16_t lanes;
} capsule_dtype;

/* Flags of data. */
enum capsule_data_flags {
  CAPSULE_READ_ONLY = 1 /* the elements must not be written to */
};

/* The description of data; capsule_data.h has the rules.

   size      bytes of this struct, as it was compiled.
   flags     enum capsule_data_flags.
   data      the first element; NULL only if there are no elements.
   shape     ndim extents.
   strides   ndim distances from one element to the next, in elements. NULL means row-major, and
             only when sealing: a capsule with dimensions always has strides. */
typedef struct capsule_data {
  uint32_t size;
  uint32_t flags;
  void *data;
  int32_t ndim;
  capsule_dtype dtype;
  const int64_t *shape;
  const int64_t *strides;
} capsule_data;

/* The envelope. A consumer gets it from capsule_open and similar functions, and reads the contents;
   everything else is for the functions of these headers.

   The frozen prefix is the same in every version of this header, so that any version can reject any
   other:
   magic        CAPSULE_MAGIC.
   abi          CAPSULE_ABI; a reader rejects any other.
   size         bytes of this struct, as the producer compiled it.
   kind         enum capsule_kind.
   flags        none are defined yet; a reader rejects unknown flags.
   count        holds in the low half, JavaScript values in the high half: see CAPSULE_HANDLE.
   state        enum capsule_state; may change at any time, on any thread. A reader rejects an
                unknown state. To open, it adds its hold first and then reads the state again.
   ended        set to 1 by the thread that destroys the contents, even without a destructor.
   destroy      a function of the producer: calls the destructor unless it was called before, and
                frees the envelope. Runs on the thread that releases the last count.

   Version 1:
   name         copied when sealed, never changes.
   pointer      the contents: the pointer, table or function, or the first element of data. NULL
                only for data without elements.
   context      passed to the destructor, and to a function.
   destructor   destroys the contents; may be NULL.
   contract     of a table, or of a pointer that is an instance (capsule_instance.h); else NULL.
   file         the path of the image that sealed, for messages.
   signature    of a function; NULL for other kinds.
   data         the description of data; NULL for other kinds.
   observe      NULL; with CAPSULE_DEBUG a function of the producer that is told events.

   Added to version 1; `size` shows whether an envelope has them (capsule_has_end):
   bytes        the size of owned contents, except data, for the engine; 0 if it is unknown.
   withdraw     a function of the producer: tells the engine that the sealed value keeps no memory
                alive any more. NULL if its size was not reported.
   disposed     set to 1 before JavaScript revokes the contents.
   reported     for `withdraw`: the environment that has been told the size, or 0. */
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
  void (*observe)(struct capsule_envelope *envelope, const void *event);
  size_t bytes;
  void (*withdraw)(struct capsule_envelope *envelope);
  uint32_t disposed;
  uint32_t reported;
} capsule_envelope;

/* The amount that one JavaScript value adds to `count`; a hold adds 1. (It has nothing to do with
   capsule::Handle.) The destructor runs when both halves are 0; if the contents were taken or
   revoked, when the low half is 0. */
#define CAPSULE_HANDLE (UINT64_C(1) << 32)

/* The size of each struct in version 1. Readers compare with these, not with sizeof: a newer header
   may have larger structs, and still opens capsules of an older one. */
#define CAPSULE_SIZE_WITH(type, member) (offsetof(type, member) + sizeof(((type *)0)->member))
#define CAPSULE_ENVELOPE_SIZE_1 CAPSULE_SIZE_WITH(capsule_envelope, data)
#define CAPSULE_CONTRACT_SIZE_1 CAPSULE_SIZE_WITH(capsule_contract, entries)
#define CAPSULE_ENTRY_SIZE_1 CAPSULE_SIZE_WITH(capsule_entry, flags)
#define CAPSULE_DATA_SIZE_1 CAPSULE_SIZE_WITH(capsule_data, strides)

/* The maximum length of a name, in bytes of UTF-8. */
#define CAPSULE_MAX_NAME 255

#endif
