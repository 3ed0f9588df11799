// Opens the table of fastmath once, and calls it for every row of a matrix.
#include <capsule/capsule.hpp>
#include <fastmath/fastmath_node.h>
#include <string>

class Nearest : public Napi::Addon<Nearest> {
public:
  Nearest(Napi::Env env, Napi::Object exports) {
    DefineAddon(exports, {InstanceMethod("open", &Nearest::Open),
                          InstanceMethod("nearest", &Nearest::Find)});
    (void)env;
  }

private:
  capsule::Handle<fastmath_api> math_; // one for each environment

  // open(capsule): throws when the capsule is not fastmath's, or does not fit.
  void Open(const Napi::CallbackInfo &info) { math_ = capsule::Handle<fastmath_api>(info[0]); }

  // nearest(query, rows): the index of the row that is closest to the query.
  Napi::Value Find(const Napi::CallbackInfo &info) {
    auto query = Vector(info[0]), rows = Vector(info[1]);
    const size_t n = query.ElementLength(), length = rows.ElementLength();
    // Without elements there is no nearest row; a detached array has none either.
    if (n == 0) throw Refusal(info.Env(), "a query with elements, found none");
    if (length == 0 || length % n != 0)
      throw Refusal(info.Env(), "rows of " + std::to_string(n) + " elements each, found " +
                                    std::to_string(length) + " elements");
    const size_t count = length / n;
    double least = 0;
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
      const double distance = Distance(query.Data(), rows.Data() + i * n, n);
      if (i == 0 || distance < least) least = distance, found = i;
    }
    return Napi::Number::New(info.Env(), static_cast<double>(found));
  }

  // |x - y|^2 without the part that is the same for all rows.
  double Distance(const double *x, const double *y, size_t n) const {
    return math_->dot(y, y, n) - 2 * math_->dot(x, y, n);
  }

  static Napi::Error Refusal(Napi::Env env, const std::string &problem) {
    return Napi::RangeError::New(env, "nearest(query, rows): expected " + problem + ".");
  }

  Napi::Float64Array Vector(const Napi::Value &value) const {
    if (!math_)
      throw Napi::Error::New(value.Env(), "nearest(query, rows): expected open(capsule) first.");
    if (!value.IsTypedArray() ||
        value.As<Napi::TypedArray>().TypedArrayType() != napi_float64_array)
      throw Napi::TypeError::New(
          value.Env(), "nearest(query, rows): expected Float64Arrays, found another kind.");
    return value.As<Napi::Float64Array>();
  }
};

NODE_API_ADDON(Nearest)
