/* functions.cc: the kernels as functions of JavaScript, one for each function of the contract. */
#include "functions.h"

#include "elementwise.h"
#include "reductions.h"
#include "sorting.h"
#include "strided.h"

#include <cctype>
#include <type_traits>

namespace {

/* min_max becomes minMax. */
std::string CamelCase(const char *name) {
  std::string result;
  for (; *name != 0; name++)
    if (*name == '_') result += static_cast<char>(std::toupper(*++name));
    else result += *name;
  return result;
}

/* Whether there is an overload of Call for the C signature of a kernel. */
template <class Kernel, class = void> struct HasCall : std::false_type {};
template <class Kernel>
struct HasCall<Kernel, std::void_t<decltype(Call(std::declval<const Napi::CallbackInfo &>(),
                                                 std::declval<Kernel>()))>> : std::true_type {};

template <auto kernel> Napi::Value CallKernel(const Napi::CallbackInfo &info) {
  return Call(info, static_cast<const fastmath_api *>(info.Data())->*kernel);
}

/* A kernel with another signature is for C alone. */
template <auto kernel>
void DefineKernel(Napi::Object object, const char *name, const fastmath_api *math) {
  if constexpr (HasCall<std::decay_t<decltype(math->*kernel)>>::value) {
    void *const data = const_cast<fastmath_api *>(math);
    const std::string own = CamelCase(name);
    Define(object, own, Napi::Function::New<CallKernel<kernel>>(object.Env(), own, data));
  }
}

} // namespace

void DefineKernels(Napi::Object object, const fastmath_api *math) {
#define DEFINE_KERNEL(name) DefineKernel<&fastmath_api::name>(object, #name, math);
  FASTMATH_FUNCTIONS(DEFINE_KERNEL)
}
