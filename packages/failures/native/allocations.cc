/* allocations.cc: the functions that replace malloc and other requests to the system.

   An addon calls malloc through its own global offset table, and malloc is replaced in this table.
   std::string and operator new call malloc in the C++ library, which Node uses, too. There the
   replacement walks the stack to find out whether an addon is the caller. */
#include "allocations.h"

#include "trigger.h"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <dlfcn.h>
#include <mutex>
#include <pthread.h>
#include <sys/mman.h>
#include <unwind.h>

namespace {

/* The addresses of live blocks, in a hash table that does not allocate. */
class Blocks {
public:
  void Add(const void *block) {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (++count_ > SLOTS / 2) {
      fputs("Injecting failures: expected fewer live blocks.\n", stderr);
      abort();
    }
    size_t i = Place(block);
    while (slots_[i] != nullptr) i = (i + 1) % SLOTS;
    slots_[i] = block;
  }

  /* Returns false for a block that no addon has allocated. */
  bool Remove(const void *block) {
    const std::lock_guard<std::mutex> lock(mutex_);
    size_t i = Place(block);
    while (slots_[i] != block) {
      if (slots_[i] == nullptr) return false;
      i = (i + 1) % SLOTS;
    }
    count_--;
    /* Moves later blocks into the gap that their search would stop at. */
    for (size_t next = (i + 1) % SLOTS; slots_[next] != nullptr; next = (next + 1) % SLOTS) {
      const size_t home = Place(slots_[next]);
      if ((next - home + SLOTS) % SLOTS < (next - i + SLOTS) % SLOTS) continue;
      slots_[i] = slots_[next];
      i = next;
    }
    slots_[i] = nullptr;
    return true;
  }

  size_t Count() {
    const std::lock_guard<std::mutex> lock(mutex_);
    return count_;
  }

private:
  static constexpr size_t SLOTS = 1 << 18;
  static size_t Place(const void *block) {
    return reinterpret_cast<uintptr_t>(block) * 0x9E3779B97F4A7C15 >> 40 & (SLOTS - 1);
  }
  std::mutex mutex_;
  const void *slots_[SLOTS] = {};
  size_t count_ = 0;
};

Blocks blocks;

constexpr size_t MAX_ADDONS = 4096;
Image addons[MAX_ADDONS];
size_t addon_count = 0;
Image own, cxx_library;

bool Contains(const Image &image, uintptr_t address) {
  return address >= image.begin && address < image.end;
}

_Unwind_Reason_Code VisitFrame(_Unwind_Context *context, void *data) {
  const uintptr_t address = _Unwind_GetIP(context);
  if (Contains(own, address) || Contains(cxx_library, address)) return _URC_NO_REASON;
  for (size_t i = 0; i < addon_count; i++)
    if (Contains(addons[i], address)) *static_cast<bool *>(data) = true;
  return _URC_END_OF_STACK;
}

/* Returns whether an addon is among the callers of this function. */
bool IsCalledByAddon() {
  bool result = false;
  _Unwind_Backtrace(VisitFrame, &result);
  return result;
}

/* Each allocating function has two replacements: one for an addon, and one for the C++ library,
   which checks the caller first. */
template <bool in_addon, class Allocate> void *Allocated(const char *name, Allocate allocate) {
  if (!in_addon && !IsCalledByAddon()) return allocate();
  if (AllocationFails(name)) {
    errno = ENOMEM;
    return nullptr;
  }
  void *block = allocate();
  if (block != nullptr) blocks.Add(block);
  return block;
}

template <bool in_addon> void *Malloc(size_t size) {
  return Allocated<in_addon>("malloc", [&] { return malloc(size); });
}

template <bool in_addon> void *Calloc(size_t count, size_t size) {
  return Allocated<in_addon>("calloc", [&] { return calloc(count, size); });
}

template <bool in_addon> void *AlignedAlloc(size_t alignment, size_t size) {
  return Allocated<in_addon>("aligned_alloc", [&] { return aligned_alloc(alignment, size); });
}

template <bool in_addon> void *Realloc(void *block, size_t size) {
  /* Remove the block before it is freed: afterwards another thread may get the same address. */
  const bool known = blocks.Remove(block);
  void *const result = Allocated<in_addon>("realloc", [&] { return realloc(block, size); });
  if (result == nullptr && known) blocks.Add(block);
  return result;
}

template <bool in_addon> int PosixMemalign(void **block, size_t alignment, size_t size) {
  void *result = Allocated<in_addon>("posix_memalign", [&]() -> void * {
    return posix_memalign(block, alignment, size) == 0 ? *block : nullptr;
  });
  return result == nullptr ? ENOMEM : 0;
}

void Free(void *block) {
  if (block != nullptr) blocks.Remove(block);
  free(block);
}

/* Other requests to the system, replaced in addons only. */

int PthreadCreate(pthread_t *thread, const pthread_attr_t *attributes, void *(*start)(void *),
                  void *argument) {
  if (AllocationFails("pthread_create")) return EAGAIN;
  return pthread_create(thread, attributes, start, argument);
}

void *Dlopen(const char *file, int flags) {
  return AllocationFails("dlopen") ? nullptr : dlopen(file, flags);
}

void *Mmap(void *address, size_t length, int protection, int flags, int file, off_t offset) {
  if (AllocationFails("mmap")) {
    errno = ENOMEM;
    return MAP_FAILED;
  }
  return mmap(address, length, protection, flags, file, offset);
}

template <class Function> void *Address(Function *function) {
  return reinterpret_cast<void *>(function);
}

const Replacement CXX_LIBRARY_ALLOCATIONS[] = {
    {"malloc", Address(Malloc<false>)},
    {"calloc", Address(Calloc<false>)},
    {"realloc", Address(Realloc<false>)},
    {"aligned_alloc", Address(AlignedAlloc<false>)},
    {"posix_memalign", Address(PosixMemalign<false>)},
    {"free", Address(Free)},
};

} // namespace

const Replacement ADDON_ALLOCATIONS[] = {
    {"malloc", Address(Malloc<true>)},
    {"calloc", Address(Calloc<true>)},
    {"realloc", Address(Realloc<true>)},
    {"aligned_alloc", Address(AlignedAlloc<true>)},
    {"posix_memalign", Address(PosixMemalign<true>)},
    {"free", Address(Free)},
    {"pthread_create", Address(PthreadCreate)},
    {"dlopen", Address(Dlopen)},
    {"mmap", Address(Mmap)},
};
const size_t ADDON_ALLOCATION_COUNT = sizeof(ADDON_ALLOCATIONS) / sizeof(*ADDON_ALLOCATIONS);

void AttributeAllocations(const Image &addon) {
  if (addon_count == MAX_ADDONS) {
    fputs("Injecting failures: expected fewer addons.\n", stderr);
    abort();
  }
  addons[addon_count++] = addon;
  if (cxx_library.dynamic != nullptr) return;
  own = FindImage(&own);
  cxx_library = FindImage(dlsym(RTLD_DEFAULT, "__cxa_allocate_exception"));
  ReplaceImports(
      cxx_library, CXX_LIBRARY_ALLOCATIONS,
      sizeof(CXX_LIBRARY_ALLOCATIONS) / sizeof(*CXX_LIBRARY_ALLOCATIONS),
      [](const char *, void *) {}, nullptr);
}

size_t LiveAllocations() { return blocks.Count(); }
