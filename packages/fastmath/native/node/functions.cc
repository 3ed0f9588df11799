/* functions.cc: the kernels as functions of JavaScript, one for each function of the contract. */
#include "functions.h"

#include "elementwise.h"
#include "reductions.h"
#include "sorting.h"
#include "strided.h"

#include <cctype>
#include <type_traits>

namespace {

/* The longest name of a function, with its NUL. */
enum { MAX_NAME = 64 };

/* min_max becomes minMax. */
template <size_t length> void CamelCase(const char (&name)[length], char (&result)[MAX_NAME]) {
  static_assert(length <= MAX_NAME, "a name needs a larger MAX_NAME");
  char *next = result;
  for (const char *from = name; *from != 0; from++)
    if (*from == '_') *next++ = static_cast<char>(std::toupper(*++from));
    else *next++ = *from;
  *next = 0;
}

/* Whether there is an overload of Call for the C signature of a kernel. */
template <class Kernel, class = void> struct HasCall : std::false_type {};
template <class Kernel>
struct HasCall<
    Kernel, std::void_t<decltype(Call(std::declval<const Arguments &>(), std::declval<Kernel>()))>>
    : std::true_type {};

template <auto kernel> napi_value CallKernel(napi_env env, napi_callback_info info) {
  Arguments in(env);
  if (!in.Read(info)) return nullptr;
  return Call(in, static_cast<const fastmath_api *>(in.data)->*kernel);
}

/* A kernel whose signature has no overload of Call is available in C only. */
template <auto kernel, size_t length>
bool DefineKernel(napi_env env, napi_value object, const char (&name)[length],
                  const fastmath_api *math) {
  if constexpr (HasCall<std::decay_t<decltype(math->*kernel)>>::value) {
    char own[MAX_NAME];
    CamelCase(name, own);
    return DefineFunction(env, object, own, CallKernel<kernel>, math);
  }
  return true;
}

bool Define(napi_env env, napi_value object, napi_property_descriptor property) {
  property.attributes = napi_enumerable;
  const napi_status status = napi_define_properties(env, object, 1, &property);
  if (status != napi_ok) ThrowStatus(env, status);
  return status == napi_ok;
}

} // namespace

bool DefineProperty(napi_env env, napi_value object, const char *name, napi_value value) {
  return Define(env, object, capsule_property(name, value));
}

bool DefineFunction(napi_env env, napi_value object, const char *name, napi_callback function,
                    const fastmath_api *math) {
  napi_property_descriptor property = capsule_property(name, nullptr);
  property.method = function;
  property.data = const_cast<fastmath_api *>(math);
  return Define(env, object, property);
}

bool DefineKernels(napi_env env, napi_value object, const fastmath_api *math) {
#define DEFINE_KERNEL(name) DefineKernel<&fastmath_api::name>(env, object, #name, math) &&
  return FASTMATH_FUNCTIONS(DEFINE_KERNEL) true;
#undef DEFINE_KERNEL
}
