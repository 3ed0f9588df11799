/* sample.h: where the numbers of a sample lie while a statistic is computed from them. */
#ifndef STATS_SAMPLE_H
#define STATS_SAMPLE_H

#include <capsule/capsule_data.h>

struct Sample {
  double *data = nullptr;
  size_t n = 0;
  capsule_envelope *held = nullptr; /* of a data capsule, for as long as the call */
  double *copy = nullptr;           /* of one whose elements are not doubles side by side */

  Sample() = default;
  Sample(const Sample &) = delete;
  Sample &operator=(const Sample &) = delete;
  ~Sample() {
    if (held == nullptr) return;
    free(copy);
    capsule_release(held);
  }
};

/* Reads a data capsule of numbers in one dimension: float64 where they lie, float32 and elements with
   gaps from a copy. False when it is none, and `complaint` is what to throw then; NULL: an exception is
   pending. */
bool OpenSample(napi_env env, napi_value value, Sample *sample, const char **complaint);

/* Reads at least `least` numbers: of an array, or of a data capsule where there may be one. TypeScript
   has checked that it is a Float64Array, with better words; this takes any view, cheaply, and never
   reads outside of it. When it gives false, an exception is pending. */
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

/* A number; where it gives false, an exception is pending. */
inline bool ReadNumber(napi_env env, napi_value value, double *number,
                       const char *complaint = "expected a number") {
  if (napi_get_value_double(env, value, number) == napi_ok) return true;
  napi_throw_type_error(env, nullptr, complaint);
  return false;
}

/* A whole number up to n, so that nothing is read or written beyond. */
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

/* lengthOf(capsule): how many numbers are in it; -1 when it holds something else. */
napi_value LengthOf(napi_env env, napi_callback_info info);

#endif
