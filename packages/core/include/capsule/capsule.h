/* capsule.h: hand a C pointer from one Node-API addon to another, through JavaScript.

     seal         ->   carry       ->   open                 ->   call
     producer, C       JavaScript       consumer, C, once         C to C, for ever after

   A producer seals a pointer in an envelope and writes on the outside what is inside. JavaScript
   carries the envelope; it can read the label, it can never look inside. A consumer checks the
   label, opens the envelope once and keeps the contents. No JavaScript runs between them then.

   A pair, whole. Both addons include the same description of the table:

     typedef struct adder_api {
       size_t size;
       const char *variant;
       double (*add)(double, double);
     } adder_api;

     static const capsule_entry adder_entries[] = {{"add", "f64(f64,f64)", 0, 0}};
     static const capsule_contract adder = CAPSULE_CONTRACT("@example/adder", 1, 0, adder_entries);

   The producer seals it, and hands the value to JavaScript:

     static const adder_api table = {sizeof(adder_api), NULL, add};
     napi_value capsule = capsule_seal_table(env, &adder, &table);

   The consumer opens what JavaScript brings, and calls:

     const adder_api *math = capsule_open_table(env, value, &adder);
     if (math == NULL) return NULL;
     double three = math->add(1, 2);

   Rules that hold for every function here

   Errors.     A function that gives a pointer or a napi_value gives NULL when it refuses, and a
               JavaScript exception is pending then: return to JavaScript. The exception is an
               ordinary TypeError, RangeError or Error with `code`, `expected` and `found`. A
               function called while an exception is pending refuses and leaves that one pending.
   Threads.    Whatever takes a napi_env runs on that environment's JavaScript thread, and not in a
               finalizer or a cleanup hook. capsule_hold and capsule_release run on any thread.
   Lifetime.   What is sealed pins its image: code that was in a capsule stays mapped until the
               process ends, also when the Worker that loaded it has exited. So a table, once
               opened, is good for the life of the process, in every thread and environment.
   Linking.    There is nothing to link. Each addon compiles its own copy of this header; what the
               copies share is the layout of the three structs under "The ABI".
   Trust.      The envelope guards against mistakes, not against malice: native code can do
               anything.

   C11 or C++17, Node-API 9 or later. detail/ holds the bodies, one verb a file. */
#ifndef CAPSULE_CAPSULE_H
#define CAPSULE_CAPSULE_H

#include "detail/platform.h"
#include "detail/codes.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- The ABI -------------------------------------------------------------------------------

   Everything under this heading may be read by an addon that was compiled years before or after
   this one. Nothing here changes its place; new members are added at a struct's end, and its size
   tells who has them. */

#define CAPSULE_MAGIC UINT64_C(0x00454c5553504143) /* "CAPSULE" and a NUL, in memory order */
#define CAPSULE_ABI 1u

/* What lies in the envelope. A reader refuses a kind it does not know. */
enum capsule_kind {
  CAPSULE_POINTER = 1, /* any pointer, owned by the envelope if it came with a destructor */
  CAPSULE_TABLE = 2    /* a constant table of C functions, never owned, never freed */
};

/* Whether the contents are still to be had. */
enum capsule_state { CAPSULE_LIVE = 0 };

/* Flags of an entry. A reader refuses one that it does not know. */
enum capsule_entry_flags {
  CAPSULE_RETIRED = 1 /* keeps its place in the table, and may be NULL */
};

/* One function of a contract.

   name        as in the C struct: "dot".
   signature   the C ABI of the function, as text: "f64(*f64,*f64,usize)". Widths, signedness and
               depth of pointers, structs expanded in braces; no spelling, no parameter names, no
               const. Two signatures agree when strcmp says so.
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

/* The envelope. Producers and consumers get it from capsule_open and read `pointer`; everything
   else is for the functions below.

   The frozen prefix, the same in every version of this header, so that a refusal is always
   possible:
   magic        CAPSULE_MAGIC.
   abi          CAPSULE_ABI; a reader refuses another one.
   size         bytes of this struct as the sealer compiled it.
   kind         enum capsule_kind.
   flags        none are defined yet; a reader refuses one it does not know.
   count        how many hold this envelope. Only capsule_hold and capsule_release touch it.
   state        enum capsule_state, 0 when sealed; may change at any time, on any thread. A reader
                refuses a state that it does not know, and asks for it after it has taken its hold.
   destroy      the sealer's own function: runs the destructor and frees the envelope, on whatever
                thread ends the last hold.

   Version 1:
   name         copied when sealed, never changes.
   pointer      the contents, never NULL.
   context      the producer's own, handed to the destructor.
   destructor   NULL, or what ends the life of the contents.
   contract     what the table holds; NULL for other kinds.
   file         path of the image that sealed, for messages. */
typedef struct capsule_envelope {
  uint64_t magic;
  uint32_t abi;
  uint32_t size;
  uint32_t kind;
  uint32_t flags;
  CAPSULE_ALIGNED_8 uint64_t count;
  uint32_t state;
  uint32_t reserved;
  void (*destroy)(struct capsule_envelope *envelope);

  const char *name;
  void *pointer;
  void *context;
  void (*destructor)(void *pointer, void *context);
  const capsule_contract *contract;
  const char *file;
} capsule_envelope;

/* What each struct had in version 1, up to and with its last member. Readers compare sizes with
   these, never with sizeof: a later header has larger structs, and still opens what is older. */
#define CAPSULE_SIZE_WITH(type, member) (offsetof(type, member) + sizeof(((type *)0)->member))
#define CAPSULE_ENVELOPE_SIZE_1 CAPSULE_SIZE_WITH(capsule_envelope, file)
#define CAPSULE_CONTRACT_SIZE_1 CAPSULE_SIZE_WITH(capsule_contract, entries)
#define CAPSULE_ENTRY_SIZE_1 CAPSULE_SIZE_WITH(capsule_entry, flags)

/* The longest name, in bytes of UTF-8. */
#define CAPSULE_MAX_NAME 255

/* ---- Producers: seal ----------------------------------------------------------------------- */

/* Seals a table of functions.

     contract   what the table holds; in static storage.
     table      the functions; in static storage, constant from now on.

   Gives      the capsule: a frozen JavaScript object to hand to whoever asks.
   Refuses    an unusable name, a contract that no consumer could read (an entry without a name or a
              signature, with unknown flags, or newer than the contract itself), a table shorter than
              its contract, an entry that is NULL and not retired, a table, a variant, a contract or
              entries that are not in static storage, functions whose image cannot be pinned.
   Lifetime   the images of all these stay mapped for good.
   Cost       microseconds; do it once for each environment. */
static inline napi_value capsule_seal_table(napi_env env, const capsule_contract *contract,
                                            const void *table);

/* Seals any pointer.

     name         1 to 255 bytes of UTF-8 without control characters, copied; the address of the
                  producer, as above.
     pointer      the contents, not NULL.
     context      handed to the destructor; may be NULL.
     destructor   called with pointer and context when the last hold has ended: exactly once, on
                  any thread, possibly after the environment is gone. It does not throw and does
                  not call Node-API. NULL when the contents need no end.

   Gives      the capsule.
   Refuses    a NULL pointer, an unusable name, a destructor whose image cannot be pinned. The
              contents then still belong to the caller, and the destructor is not called.
   Lifetime   the contents live as long as the capsule or any hold on it. Contents without a
              destructor are the producer's business; if they lie in an image, it is pinned. */
static inline napi_value capsule_seal(napi_env env, const char *name, void *pointer, void *context,
                                      void (*destructor)(void *pointer, void *context));

/* ---- Consumers: open ----------------------------------------------------------------------- */

/* Opens a capsule that holds a table.

     value      what JavaScript brought.
     contract   the contract this consumer was compiled with, and calls by.

   Gives      the table, to be cast to the struct that the contract describes.
   Refuses    whatever is not a capsule with this name, this major and at least this minor, in which
              every function this consumer knows has the signature this consumer expects, and none
              that it needs is NULL; and a contract of the consumer's own that cannot be read.
   Lifetime   the life of the process; any thread, any environment.
   Cost       under a microsecond; do it once for each environment, and keep the pointer. */
static inline const void *capsule_open_table(napi_env env, napi_value value,
                                             const capsule_contract *contract);

/* Opens a capsule that holds a pointer.

   Gives      the envelope, with one more hold on it; the contents are its `pointer`.
   Refuses    whatever is not a capsule with this name that holds a pointer.
   Lifetime   until capsule_release. */
static inline capsule_envelope *capsule_open(napi_env env, napi_value value, const char *name);

/* Adds a hold to one that the caller has, or ends one. Any thread, any copy of this header. The
   thread that ends the last hold runs the destructor. capsule_release takes NULL and does
   nothing. */
static inline void capsule_hold(capsule_envelope *envelope);
static inline void capsule_release(capsule_envelope *envelope);

/* Finds a capsule by its name, without JavaScript bringing it: imports the package as the calling
   addon's own `require` would find it, and takes its export `capsule`, or the one after the colon.

     name       "@scope/package", "@scope/package:export" or "@scope/package/subpath:export".

   Gives      the capsule, not opened yet.
   Refuses    a name that is no address, a package that is not installed, that throws while it loads,
              or that has no such export. The exception of the package is the `cause`. */
static inline napi_value capsule_import(napi_env env, const char *name);

/* ---- Anyone: look at the label ------------------------------------------------------------- */

#define CAPSULE_ENUMERATOR(status, type) CAPSULE_##status,
typedef enum capsule_status { CAPSULE_OK = 0, CAPSULE_CODES(CAPSULE_ENUMERATOR) } capsule_status;
#undef CAPSULE_ENUMERATOR

/* Says whether a value is a capsule of that name, of any kind: CAPSULE_OK, or why not. Never throws
   and leaves no exception pending. A NULL name stands for any. Of an object no engine can tell while
   an exception is pending: CAPSULE_ENGINE_REFUSED, and that one stays. */
static inline capsule_status capsule_check(napi_env env, napi_value value, const char *name);

/* The label. Strings belong to the capsule and live as long as it does. */
typedef struct capsule_info {
  enum capsule_kind kind;
  const char *name;
  const char *file;                                 /* the image that sealed */
  void *context;                                    /* as sealed */
  void (*destructor)(void *pointer, void *context); /* as sealed */
  const capsule_contract *contract;                 /* of a table, else NULL */
  const char *variant;                              /* of a table, or NULL */
} capsule_info;

/* Reads the label of a capsule into `info`.

   Gives      true, or false with an exception pending when the value is not a capsule. */
static inline bool capsule_label(napi_env env, napi_value value, capsule_info *info);

#include "detail/text.h"
#include "detail/found.h"
#include "detail/refuse.h"
#include "detail/contract.h"
#include "detail/gate.h"
#include "detail/pin.h"
#include "detail/envelope.h"
#include "detail/show.h"
#include "detail/seal.h"
#include "detail/fit.h"
#include "detail/open.h"
#include "detail/import.h"

#ifdef __cplusplus
}
#endif

#endif
