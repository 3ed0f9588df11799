/* arguments.h: reads the arguments of a call, and holds a generator during it. When a function
   fails, a JavaScript exception is pending, or a Node-API call has failed. */
#ifndef RANDOM_ARGUMENTS_H
#define RANDOM_ARGUMENTS_H

#include "../generators/generator.h"

#include <bitgen/bitgen_node.h>

/* The arguments of a call. TypeScript has already checked them, with better messages; here nothing
   is read or written outside of an array. */
template <size_t most> struct Arguments {
  napi_env env;
  size_t count = most;
  napi_value value[most];
  bool read;

  Arguments(napi_env environment, napi_callback_info info)
      : env(environment),
        read(napi_get_cb_info(environment, info, &count, value, nullptr, nullptr) == napi_ok) {}

  bool Number(size_t i, double *number) const {
    return read && (napi_get_value_double(env, value[i], number) == napi_ok || Reject());
  }

  /* The elements of a typed array. Its class was checked in TypeScript. */
  template <typename T> bool Array(size_t i, T **data, size_t *n) const {
    void *memory = nullptr;
    size_t bytes = 0;
    if (!read || (napi_get_buffer_info(env, value[i], &memory, &bytes) != napi_ok && !Reject()))
      return false;
    *data = static_cast<T *>(memory);
    *n = bytes / sizeof(T);
    return true;
  }

  bool Reject() const {
    napi_throw_type_error(env, nullptr, "expected other arguments");
    return false;
  }
};

/* An open generator of any package, held until the end of the call. */
class Generator {
public:
  Generator(napi_env env, napi_value value) : held_(bitgen_open(env, value)) {}
  ~Generator() { capsule_release(held_); }
  Generator(const Generator &) = delete;
  Generator &operator=(const Generator &) = delete;

  explicit operator bool() const { return held_ != nullptr; }
  bitgen_instance operator*() const { return bitgen_of(held_); }

private:
  capsule_envelope *held_;
};

inline napi_value Undefined(napi_env env) {
  napi_value undefined = nullptr;
  return napi_get_undefined(env, &undefined) == napi_ok ? undefined : capsule_fail(env);
}

/* The functions that draw from any generator. */
bool DefineDraws(napi_env env, napi_value exports);

#endif
