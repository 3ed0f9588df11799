/* exported.h: EXPORTED makes a function visible to dlsym and to foreign function interfaces. */
#ifndef BENCHMARKS_EXPORTED_H
#define BENCHMARKS_EXPORTED_H

#ifdef _WIN32
#define EXPORTED __declspec(dllexport)
#else
#define EXPORTED __attribute__((visibility("default")))
#endif

#endif
