/* bcryptprimitives.c: the one function of this Windows library that programs in Rust call, among
   them a part of vitest. Wine has the library since version 9. */
#include <stddef.h>

__declspec(dllimport) unsigned char SystemFunction036(void *bytes, unsigned long count);
__declspec(dllexport) int ProcessPrng(unsigned char *bytes, size_t count);

int ProcessPrng(unsigned char *bytes, size_t count) {
  return SystemFunction036(bytes, (unsigned long)count);
}

int DllMainCRTStartup(void *module, unsigned long reason, void *reserved);
int DllMainCRTStartup(void *module, unsigned long reason, void *reserved) {
  (void)module, (void)reason, (void)reserved;
  return 1;
}
