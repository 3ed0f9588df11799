/* define.h: properties that are defined, not set, so that no setter on a prototype runs. */
#ifndef BENCHMARKS_DEFINE_H
#define BENCHMARKS_DEFINE_H

#include <napi.h>

inline void Define(Napi::Object object, const char *name, napi_value value) {
  object.DefineProperty(Napi::PropertyDescriptor::Value(name, value, napi_enumerable));
}

#endif
