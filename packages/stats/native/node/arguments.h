/* arguments.h: reads the arguments of a call. Where a function returns false, a JavaScript
   exception is pending. */
#ifndef STATS_ARGUMENTS_H
#define STATS_ARGUMENTS_H

#include <capsule/capsule_data.h>

/* The numbers of a sample, during one call. */
struct Sample {
  double *data = nullptr;
  size_t n = 0;
  capsule_envelope *reference = nullptr; /* to a data capsule */
  double *copy = nullptr;                /* of elements that are not contiguous doubles */

  Sample() = default;
  Sample(const Sample &) = delete;
  Sample &operator=(const Sample &) = delete;
  ~Sample() {
    if (reference == nullptr) return;
    free(copy);
    capsule_release(reference);
  }
};

/* Reads a data capsule of numbers in one dimension: contiguous float64 in place, float32 and
   strided elements as a copy. When it returns false, `complaint` is the message to throw, or NULL
   where an exception is pending. */
bool OpenSample(napi_env env, napi_value value, Sample *sample, const char **complaint);

/* Reads at least `least` numbers of a typed array, or of a data capsule where `capsules` allows it.
   TypeScript has checked that an array is a Float64Array, with a better message; this accepts any
   view, which is cheap, and never reads outside of it. */
inline bool ReadSample(napi_env env, napi_value value, size_t least, bool capsules,
                       Sample *sample) {
  void *memory;
  size_t bytes;
  const char *complaint = "expected a Float64Array that is long enough";
  if (napi_get_buffer_info(env, value, &memory, &bytes) == napi_ok) {
    sample->data = static_cast<double *>(memory);
    sample->n = bytes / sizeof(double);
    if (sample->n >= least) return true;
  } else if (capsules && OpenSample(env, value, sample, &complaint)) {
    if (sample->n >= least) return true;
  }
  if (complaint != nullptr) napi_throw_type_error(env, nullptr, complaint);
  return false;
}

inline bool ReadNumber(napi_env env, napi_value value, double *number,
                       const char *complaint = "expected a number") {
  if (napi_get_value_double(env, value, number) == napi_ok) return true;
  napi_throw_type_error(env, nullptr, complaint);
  return false;
}

/* A lag is at most n, so that nothing is read or written out of bounds. */
inline bool ReadLag(napi_env env, napi_value value, size_t n, size_t *lag) {
  double number;
  if (!ReadNumber(env, value, &number)) return false;
  if (number >= 0 && number <= static_cast<double>(n)) {
    *lag = static_cast<size_t>(number);
    return true;
  }
  napi_throw_type_error(env, nullptr, "expected a number up to the length");
  return false;
}

#endif
