/* arguments.h: reads the arguments of a call. When a function returns false, a JavaScript exception
   is pending, or a Node-API call has failed. */
#ifndef STATS_ARGUMENTS_H
#define STATS_ARGUMENTS_H

#include <capsule/capsule_data.h>

/* The numbers of a sample, during one call. */
struct Sample {
  double *data = nullptr;
  size_t n = 0;
  capsule_envelope *held = nullptr; /* the data capsule that holds the numbers; NULL for an array */
  double *copy = nullptr;           /* owned; used if the elements are not contiguous doubles */

  Sample() = default;
  Sample(const Sample &) = delete;
  Sample &operator=(const Sample &) = delete;
  ~Sample() {
    if (held == nullptr) return;
    free(copy);
    capsule_release(held);
  }
};

/* Opens a data capsule of numbers in one dimension. Contiguous float64 elements are read in place,
   float32 and strided elements are copied. */
bool OpenSample(napi_env env, napi_value value, Sample *sample);

/* The name of data capsules that this addon seals: their contents belong to another addon. */
constexpr const char *COLUMN = "@capsule/stats:column";

/* Throws a TypeError and returns false. */
inline bool Reject(napi_env env, const char *message) {
  napi_throw_type_error(env, nullptr, message); /* if that fails, Function() throws */
  return false;
}

/* Reads at least `least` numbers of a typed array or, if `capsules` is true, of a data capsule.
   TypeScript has already checked that an array is a Float64Array, with a better message. The check
   here is cheap: it accepts any view, and nothing is read outside of that view. */
inline bool ReadSample(napi_env env, napi_value value, size_t least, bool capsules,
                       Sample *sample) {
  void *memory;
  size_t bytes;
  if (napi_get_buffer_info(env, value, &memory, &bytes) == napi_ok) {
    sample->data = static_cast<double *>(memory);
    sample->n = bytes / sizeof(double);
  } else if (!capsules) {
    return Reject(env, "expected a Float64Array that is long enough");
  } else if (!OpenSample(env, value, sample)) {
    return false;
  }
  return sample->n >= least || Reject(env, "expected a Float64Array that is long enough");
}

inline bool ReadNumber(napi_env env, napi_value value, double *number,
                       const char *message = "expected a number") {
  const napi_status status = napi_get_value_double(env, value, number);
  return status == napi_ok || (status == napi_number_expected && Reject(env, message));
}

/* Rejects a lag above n, so that nothing is read or written out of bounds. */
inline bool ReadLag(napi_env env, napi_value value, size_t n, size_t *lag) {
  double number;
  if (!ReadNumber(env, value, &number)) return false;
  if (number >= 0 && number <= static_cast<double>(n)) {
    *lag = static_cast<size_t>(number);
    return true;
  }
  return Reject(env, "expected a number up to the length");
}

#endif
