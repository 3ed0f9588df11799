/* simd_end.h: ends what the header of an instruction set has turned on. Include it last. gcc does so
   by itself at the end of the file. */
#if defined(__clang__)
#pragma clang attribute pop
#endif
