// Finds the row of a matrix that is closest to a vector. Another addon, @example/distance, compares
// the two: this one includes its header, opens its table, and is not linked to it.
#include <capsule/capsule.hpp>
#include <distance/distance_node.h>
#include <string>

class Consumer : public Napi::Addon<Consumer> {
public:
  Consumer(Napi::Env, Napi::Object exports) {
    DefineAddon(exports, {InstanceMethod("open", &Consumer::Open),
                          InstanceMethod("nearestRow", &Consumer::NearestRow)});
  }

private:
  capsule::Handle<distance_api> distance_; // one for each environment

  // open(capsule): throws unless it is a capsule of @example/distance that fits this addon.
  void Open(const Napi::CallbackInfo &info) { distance_ = capsule::Handle<distance_api>(info[0]); }

  // nearestRow(query, rows) returns the index of the row that is closest to the query in the
  // Manhattan metric.
  Napi::Value NearestRow(const Napi::CallbackInfo &info) {
    if (!distance_)
      throw Napi::Error::New(info.Env(), "nearestRow(query, rows): expected open(capsule) first.");
    const auto query = Vector(info[0]), rows = Vector(info[1]);
    const size_t n = query.ElementLength(), length = rows.ElementLength();
    if (n == 0) throw RangeError(info.Env(), "a query with elements, found none");
    if (length == 0 || length % n != 0)
      throw RangeError(info.Env(), "rows of " + std::to_string(n) + " elements each, found " +
                                       std::to_string(length) + " elements");
    const double *x = query.Data(), *row = rows.Data();
    double least = distance_->manhattan(x, row, n);
    size_t closest = 0;
    for (size_t i = 1; i < length / n; i++) {
      const double value = distance_->manhattan(x, row + i * n, n);
      if (value < least) least = value, closest = i;
    }
    return Napi::Number::New(info.Env(), static_cast<double>(closest));
  }

  static Napi::Float64Array Vector(const Napi::Value &value) {
    if (!value.IsTypedArray() ||
        value.As<Napi::TypedArray>().TypedArrayType() != napi_float64_array)
      throw Napi::TypeError::New(
          value.Env(), "nearestRow(query, rows): expected Float64Arrays, found another kind.");
    return value.As<Napi::Float64Array>();
  }

  static Napi::Error RangeError(Napi::Env env, const std::string &problem) {
    return Napi::RangeError::New(env, "nearestRow(query, rows): expected " + problem + ".");
  }
};

NODE_API_ADDON(Consumer)
