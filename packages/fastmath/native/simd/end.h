/* end.h: ends the section that begin.h begins. */
#ifdef SIMD_TARGET
#if defined(__clang__)
#pragma clang attribute pop
#elif defined(__GNUC__)
#pragma GCC pop_options
#endif
#undef SIMD_PRAGMA
#undef SIMD_PRAGMA_TEXT
#endif
