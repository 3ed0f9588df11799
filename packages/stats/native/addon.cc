/* addon.cc: opens fastmath's table, as only node/bootstrap.cc does besides. */
#include "node/exports.h"

#include <fastmath/fastmath_node.h>
#include <type_traits>

namespace {

/* open(capsule), openLater(capsule): opens the table, and returns the statistics that call it. */
template <typename When> napi_value Open(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value capsule;
  if (napi_get_cb_info(env, info, &count, &capsule, nullptr, nullptr) != napi_ok) return nullptr;

  const fastmath_api *math = fastmath_open(env, capsule);
  if (math == nullptr) return nullptr; /* rejected: the exception with the reason is pending */
  const napi_value statistics = CreateStatistics<When>(env, math);
  if constexpr (std::is_same_v<When, Later>)
    if (statistics != nullptr && !DefineResampling(env, statistics, math)) return nullptr;
  return statistics;
}

} // namespace

NAPI_MODULE_INIT() {
  const napi_property_descriptor functions[] = {
      Property<Open<Now>>("open"),          Property<Open<Later>>("openLater"),
      Property<LengthOf>("lengthOf"),       Property<HoldSample>("holdSample"),
      Property<OpenColumn>("openColumn"),   Property<NextBatch>("nextBatch"),
      Property<SealBatch>("sealBatch"),     Property<CopyBatch>("copyBatch"),
      Property<CloseColumn>("closeColumn"), Property<EndColumn>("endColumn"),
      Property<CopySample>("copySample")};
  const size_t count = sizeof(functions) / sizeof(*functions);
  if (DefineCallbackFunctions(env, exports) && DefineBootstrap(env, exports) &&
      napi_define_properties(env, exports, count, functions) == napi_ok)
    return exports;
  return ThrowUnlessPending(env);
}
