/* node_api_windows.c: the functions of Node-API, for addons that clang or MinGW compiles for
   Windows. capsule.cmake lists the functions in node_api_functions.inc.

   An import library would tie the addon to a program named node.exe: in a program of another name,
   such as electron.exe, Windows would load a second Node into the process, or fail. Therefore each
   function is a jump to an address that is looked up in the running program when the addon is
   loaded, before its other initialization. Delay loading of Visual Studio does the same. */
#ifndef WIN32_LEAN_AND_MEAN
#define WIN32_LEAN_AND_MEAN
#endif
#include <windows.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef void (*node_api_function)(void);

#if defined(__x86_64__)
#define JUMP(slot) "jmpq *" #slot "(%rip)\n"
#elif defined(__aarch64__)
#define JUMP(slot) "adrp x16, " #slot "\nldr x16, [x16, :lo12:" #slot "]\nbr x16\n"
#else
#error "Node-API on Windows: expected x64 or arm64, found another architecture."
#endif

/* What an import library defines: the address of the function, which a call of a declaration with
   dllimport reads, and the function itself for other calls. */
#define FUNCTION(name)                                                                             \
  extern node_api_function __imp_##name;                                                           \
  node_api_function __imp_##name;                                                                  \
  __asm__(".text\n.p2align 4\n.globl " #name "\n" #name ":\n" JUMP(__imp_##name));
#include <node_api_functions.inc>
#undef FUNCTION

static const struct {
  const char *name;
  node_api_function *address;
} functions[] = {
#define FUNCTION(name) {#name, &__imp_##name},
#include <node_api_functions.inc>
#undef FUNCTION
};

/* Takes the place of a function that the running program does not have. */
static void missing(void) {
  fputs(
      "Calling Node-API: expected all functions that the addon calls, found a program without one "
      "of them. Use a later version of it.\n",
      stderr);
  abort();
}

/* The module of the process that has the functions: the program, or a library of another name. */
static HMODULE find_node_api(void) {
  static const char *const names[] = {NULL, "node.dll", "libnode.dll", "nw.dll"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    const HMODULE module = GetModuleHandleA(names[i]);
    if (module != NULL && GetProcAddress(module, "napi_create_function") != NULL) return module;
  }
  return NULL;
}

/* The lowest priority number that is not reserved runs before all constructors of the addon. */
__attribute__((constructor(101))) static void bind_node_api(void) {
  const HMODULE module = find_node_api();
  for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
    const FARPROC found = module == NULL ? NULL : GetProcAddress(module, functions[i].name);
    *functions[i].address = missing;
    if (found != NULL) memcpy(functions[i].address, &found, sizeof found);
  }
}
