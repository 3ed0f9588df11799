/* layout.c: the ABI of version 1. Compiling it, as C and as C++, is the test. These numbers never
   change; new members come after them. */
#include <capsule/capsule.h>
#include <capsule/capsule_arrow.h>
#include <capsule/capsule_dlpack.h> /* these assert the layout of Arrow and DLPack */

#ifndef __cplusplus
#include <assert.h>
#endif

#define AT(type, member, offset)                                                                   \
  static_assert(offsetof(type, member) == (offset), #type "." #member)

/* Counts are 8-byte atomics everywhere. */
#ifdef __cplusplus
static_assert(alignof(capsule_envelope) >= 8, "alignment");
#else
static_assert(_Alignof(capsule_envelope) >= 8, "alignment");
#endif
static_assert(offsetof(capsule_envelope, count) == 24, "capsule_envelope.count");

#if UINTPTR_MAX == UINT64_MAX
static_assert(CAPSULE_ABI == 1, "ABI 1");
static_assert(CAPSULE_POINTER == 1 && CAPSULE_TABLE == 2, "kinds");
static_assert(CAPSULE_FUNCTION == 3 && CAPSULE_DATA == 4, "more kinds");
static_assert(CAPSULE_STATE_LIVE == 0 && CAPSULE_STATE_TAKEN == 1, "states");
static_assert(CAPSULE_STATE_REVOKED == 2, "one more state");
static_assert(CAPSULE_HANDLE == UINT64_C(0x100000000), "the high half of a count");
static_assert(CAPSULE_READ_ONLY == 1, "flags of data");
static_assert(CAPSULE_RETIRED == 1, "flags of entries");

AT(capsule_envelope, magic, 0);
AT(capsule_envelope, abi, 8);
AT(capsule_envelope, size, 12);
AT(capsule_envelope, kind, 16);
AT(capsule_envelope, flags, 20);
AT(capsule_envelope, count, 24);
AT(capsule_envelope, state, 32);
AT(capsule_envelope, ended, 36);
AT(capsule_envelope, destroy, 40);
AT(capsule_envelope, name, 48);
AT(capsule_envelope, pointer, 56);
AT(capsule_envelope, context, 64);
AT(capsule_envelope, destructor, 72);
AT(capsule_envelope, contract, 80);
AT(capsule_envelope, file, 88);
AT(capsule_envelope, signature, 96);
AT(capsule_envelope, data, 104);
AT(capsule_envelope, observe, 112);
AT(capsule_envelope, bytes, 120);
AT(capsule_envelope, withdraw, 128);
AT(capsule_envelope, disposed, 136);
AT(capsule_envelope, reported, 140);
static_assert(sizeof(capsule_envelope) == 144, "capsule_envelope");

AT(capsule_contract, size, 0);
AT(capsule_contract, entry_size, 4);
AT(capsule_contract, name, 8);
AT(capsule_contract, major, 16);
AT(capsule_contract, minor, 20);
AT(capsule_contract, count, 24);
AT(capsule_contract, entries, 32);
static_assert(sizeof(capsule_contract) == 40, "capsule_contract");

AT(capsule_entry, name, 0);
AT(capsule_entry, signature, 8);
AT(capsule_entry, since, 16);
AT(capsule_entry, flags, 20);
static_assert(sizeof(capsule_entry) == 24, "capsule_entry");

static_assert(CAPSULE_ENVELOPE_SIZE_1 == 112, "what version 1 has of an envelope");
static_assert(CAPSULE_CONTRACT_SIZE_1 == 40, "what version 1 has of a contract");
static_assert(CAPSULE_ENTRY_SIZE_1 == 24, "what version 1 has of an entry");

AT(capsule_data, size, 0);
AT(capsule_data, flags, 4);
AT(capsule_data, data, 8);
AT(capsule_data, ndim, 16);
AT(capsule_data, dtype, 20);
AT(capsule_data, shape, 24);
AT(capsule_data, strides, 32);
static_assert(sizeof(capsule_data) == 40, "capsule_data");
static_assert(CAPSULE_DATA_SIZE_1 == 40, "what version 1 has of data");
AT(capsule_dtype, bits, 1);
AT(capsule_dtype, lanes, 2);
static_assert(sizeof(capsule_dtype) == 4, "capsule_dtype");

AT(capsule_table, size, 0);
AT(capsule_table, variant, 8);
static_assert(sizeof(capsule_table) == 16, "capsule_table");
#endif
