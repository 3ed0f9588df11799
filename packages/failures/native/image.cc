/* image.cc: reads the dynamic section of an image, as the ELF specification describes it. */
#include "image.h"

#include <cstring>
#include <link.h>
#include <sys/mman.h>
#include <unistd.h>

namespace {

#if defined(__x86_64__)
constexpr uint32_t IMPORT_TYPES[] = {R_X86_64_JUMP_SLOT, R_X86_64_GLOB_DAT, R_X86_64_64};
#elif defined(__aarch64__)
constexpr uint32_t IMPORT_TYPES[] = {R_AARCH64_JUMP_SLOT, R_AARCH64_GLOB_DAT, R_AARCH64_ABS64};
#else
#error "expected x86-64 or arm64"
#endif

bool IsImport(uint32_t type) {
  for (const uint32_t each : IMPORT_TYPES)
    if (each == type) return true;
  return false;
}

struct Search {
  uintptr_t address;
  Image found;
};

int VisitImage(dl_phdr_info *info, size_t, void *data) {
  auto *search = static_cast<Search *>(data);
  Image image;
  image.begin = UINTPTR_MAX;
  for (int i = 0; i < info->dlpi_phnum; i++) {
    const ElfW(Phdr) &header = info->dlpi_phdr[i];
    const uintptr_t begin = info->dlpi_addr + header.p_vaddr, end = begin + header.p_memsz;
    if (header.p_type == PT_DYNAMIC) image.dynamic = reinterpret_cast<const void *>(begin);
    if (header.p_type != PT_LOAD) continue;
    if (begin < image.begin) image.begin = begin;
    if (end > image.end) image.end = end;
  }
  if (search->address < image.begin || search->address >= image.end) return 0;
  search->found = image;
  return 1;
}

/* Writes to the global offset table. With full RELRO it is read-only; this leaves it writable. */
void Write(void **slot, void *function) {
  const auto size = static_cast<uintptr_t>(sysconf(_SC_PAGESIZE));
  const uintptr_t page = reinterpret_cast<uintptr_t>(slot) / size * size;
  mprotect(reinterpret_cast<void *>(page), size, PROT_READ | PROT_WRITE);
  *slot = function;
}

} // namespace

Image FindImage(const void *address) {
  Search search = {reinterpret_cast<uintptr_t>(address), {}};
  dl_iterate_phdr(VisitImage, &search);
  return search.found;
}

size_t ReplaceImports(const Image &image, const Replacement *replacements, size_t count,
                      void (*other)(const char *name, void *data), void *data) {
  const ElfW(Sym) *symbols = nullptr;
  const char *strings = nullptr;
  struct {
    const ElfW(Rela) *first = nullptr;
    size_t bytes = 0;
  } tables[2];
  for (auto *entry = static_cast<const ElfW(Dyn) *>(image.dynamic); entry->d_tag != DT_NULL;
       entry++) {
    /* glibc relocates these addresses when it loads the image, musl does not. */
    const uintptr_t value = entry->d_un.d_ptr;
    const uintptr_t address = value < image.begin ? image.begin + value : value;
    switch (entry->d_tag) {
      case DT_SYMTAB: symbols = reinterpret_cast<const ElfW(Sym) *>(address); break;
      case DT_STRTAB: strings = reinterpret_cast<const char *>(address); break;
      case DT_RELA: tables[0].first = reinterpret_cast<const ElfW(Rela) *>(address); break;
      case DT_RELASZ: tables[0].bytes = value; break;
      case DT_JMPREL: tables[1].first = reinterpret_cast<const ElfW(Rela) *>(address); break;
      case DT_PLTRELSZ: tables[1].bytes = value; break;
      default: break;
    }
  }
  size_t replaced = 0;
  for (const auto &table : tables) {
    for (size_t i = 0; i < table.bytes / sizeof(ElfW(Rela)); i++) {
      const ElfW(Rela) &relocation = table.first[i];
      const auto index = ELF64_R_SYM(relocation.r_info);
      if (index == 0 || !IsImport(static_cast<uint32_t>(ELF64_R_TYPE(relocation.r_info)))) continue;
      const char *name = strings + symbols[index].st_name;
      size_t match = 0;
      while (match < count && strcmp(replacements[match].name, name) != 0) match++;
      if (match == count) {
        other(name, data);
        continue;
      }
      Write(reinterpret_cast<void **>(image.begin + relocation.r_offset),
            replacements[match].function);
      replaced++;
    }
  }
  return replaced;
}
