// The functions, the table that holds them, and the addon that seals it.
#include <algorithm>
#include <cmath>
#include <distance/distance_functions.h>
#include <distance/distance_node.h>

namespace {

// A function of a table throws no exception: its caller may be C.
double manhattan(const double *x, const double *y, size_t n) noexcept {
  double sum = 0;
  for (size_t i = 0; i < n; i++) sum += std::fabs(x[i] - y[i]);
  return sum;
}

double chebyshev(const double *x, const double *y, size_t n) noexcept {
  double largest = 0;
  for (size_t i = 0; i < n; i++) largest = std::max(largest, std::fabs(x[i] - y[i]));
  return largest;
}

// The members are in the order of the contract, after the size and the name of a variant.
const distance_api table = {sizeof(distance_api), nullptr, manhattan, chebyshev};

} // namespace

NAPI_MODULE_INIT() {
  const napi_value capsule = distance_seal(env, &table); // seal
  if (capsule == nullptr) return nullptr; // rejected: a JavaScript exception is pending
  if (!distance_define_functions(env, exports, &table)) return nullptr;
  const napi_status status = napi_set_named_property(env, exports, "capsule", capsule);
  return status == napi_ok ? exports : capsule_fail(env);
}
