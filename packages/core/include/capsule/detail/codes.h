/* codes.h: every way an envelope can be refused. The code of an exception is "ERR_CAPSULE_" and the
   name; src/codes.ts has the same list for TypeScript, and a test compares the two. */
#ifndef CAPSULE_DETAIL_CODES_H
#define CAPSULE_DETAIL_CODES_H

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

#endif
