/* trigger.cc: counts allocations and calls, and decides which of them fails. */
#include "trigger.h"

#include <atomic>
#include <cstring>

namespace {

constexpr const char *MODE_NAMES[] = {"allocation", "allocations", "failure", "exception",
                                      "terminated"};

std::atomic<bool> armed{false};
std::atomic<uint32_t> counter{0};
std::atomic<const char *> failed{nullptr};
Mode mode_now = Mode::ALLOCATION;
uint32_t fails_at = 0;

bool Fails(const char *name) {
  const uint32_t number = ++counter;
  const bool onward = mode_now == Mode::ALLOCATIONS || mode_now == Mode::TERMINATED;
  if (fails_at == 0 || !(number == fails_at || (onward && number > fails_at))) return false;
  const char *none = nullptr;
  failed.compare_exchange_strong(none, name);
  return true;
}

} // namespace

int FindMode(const char *name) {
  for (int i = 0; i < static_cast<int>(sizeof(MODE_NAMES) / sizeof(*MODE_NAMES)); i++)
    if (strcmp(MODE_NAMES[i], name) == 0) return i;
  return -1;
}

void Arm(Mode mode, uint32_t n) {
  mode_now = mode;
  fails_at = n;
  counter = 0;
  failed = nullptr;
  armed = true;
}

Outcome Disarm() {
  armed = false;
  return {counter, failed};
}

bool AllocationFails(const char *name) {
  return armed && mode_now <= Mode::ALLOCATIONS && Fails(name);
}

bool CallFails(const char *name, bool runs_javascript, Mode *mode) {
  *mode = mode_now;
  if (!armed || mode_now <= Mode::ALLOCATIONS) return false;
  if (mode_now >= Mode::EXCEPTION && !runs_javascript) return false;
  return Fails(name);
}
