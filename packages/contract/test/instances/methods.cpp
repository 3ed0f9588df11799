/* methods.cpp: the methods of an instance in C++, without Node-API. Returns the number of the check
   that failed. */
#include <counter/counter.h>

struct counter_counter {
  double value;
};

namespace {
double next(counter_counter *state) { return state->value++; }
void advance(counter_counter *state, uint64_t n) { state->value += static_cast<double>(n); }
double peek(const counter_counter *self) { return self->value; }
#if COUNTER_TARGET_MINOR >= 1
bool fill(counter_counter *state, double *out, size_t n) {
  for (size_t i = 0; i < n; i++) out[i] = next(state);
  return n > 0;
}
#endif
} // namespace

int main() {
  const counter_api table = {
    sizeof(counter_api),
    nullptr,
    next,
    advance,
    peek,
#if COUNTER_TARGET_MINOR >= 1
    fill
#endif
  };
  counter_counter state = {1};
  const counter_instance counter = {&table, &state};
  if (counter.next() != 1) return 1;
  counter.advance(5);
  if (counter.peek() != 7 || state.value != 7) return 2;
#if COUNTER_TARGET_MINOR >= 1
  double out[2];
  if (!counter.fill(out, 2) || out[1] != 8) return 3;
#endif
  return 0;
}
