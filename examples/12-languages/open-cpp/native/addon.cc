// The smallest consumer: opens the table of @example/distance and reads its head.
#include <capsule/capsule.hpp>
#include <distance/distance_node.h>

class Consumer : public Napi::Addon<Consumer> {
public:
  Consumer(Napi::Env, Napi::Object exports) {
    DefineAddon(exports, {InstanceMethod("open", &Consumer::Open),
                          InstanceMethod("variant", &Consumer::Variant)});
  }

private:
  capsule::Handle<distance_api> distance_; // one for each environment

  // open(capsule): throws unless it is a capsule of @example/distance that fits this addon.
  void Open(const Napi::CallbackInfo &info) { distance_ = capsule::Handle<distance_api>(info[0]); }

  // variant() returns the name of the producer's implementation, or undefined if it has only one.
  Napi::Value Variant(const Napi::CallbackInfo &info) {
    if (!distance_) throw Napi::Error::New(info.Env(), "variant(): expected open(capsule) first.");
    // Call its functions here: distance_->name(...).
    if (distance_->variant == nullptr) return info.Env().Undefined();
    return Napi::String::New(info.Env(), distance_->variant);
  }
};

NODE_API_ADDON(Consumer)
