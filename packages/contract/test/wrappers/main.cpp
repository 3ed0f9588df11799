// main.cpp: calls every function of signal.hpp. Prints each call that has another result.
#include <signal/signal.hpp>

#include <array>
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>
#if __cplusplus >= 202002L
#include <span>
#endif

extern "C" const signal_api signal_table;

namespace {

int failures = 0;

void Expect(bool holds, const char *text) {
  if (holds) return;
  std::printf("%s\n", text);
  failures++;
}
#define EXPECT(condition) Expect(condition, #condition)

template <typename Result> bool Fails(const Result &result, const char *code, const char *message) {
  if (result || std::strcmp(result.error().code, code) != 0) return false;
  if (std::strcmp(result.error().message, message) == 0) return true;
  std::printf("%s\n", result.error().message);
  return false;
}

double Twice(double x, void *context) { return x * *static_cast<double *>(context); }

} // namespace

int main() {
  using namespace capsule::signal;
  const Table signal(&signal_table);

  std::vector<double> x = {1, 2, 3, 4};
  const std::vector<double> y = {5, 6, 7, 8};
  std::array<double, 4> out{};
  const double plain[] = {1, 2};
  double three[] = {1, 2, 2};

  EXPECT(signal.sum(x) == 10);
  EXPECT(signal.sum(y) == 26);
  EXPECT(signal.sum(plain) == 3);
  EXPECT(signal.sum(std::vector<double>{2, 3}) == 5);
  EXPECT(signal.sum({}) == 0);
  EXPECT(signal.sum({x.data() + 1, 2}) == 5);
#if __cplusplus >= 202002L
  EXPECT(signal.sum(std::span(x).subspan(2)) == 7);
#endif
  EXPECT(*signal.dot(x, y) == 70);
  EXPECT(Fails(signal.dot(x, plain), "ERR_SIGNAL_LENGTH_MISMATCH",
               "dot(x, y): expected x and y of the same length, found other lengths."));
  const std::string text = "banana";
  const auto *bytes = reinterpret_cast<const unsigned char *>(text.data());
  EXPECT(*signal.count_bytes({bytes, text.size()}, 'a') == 3);
  EXPECT(*signal.norm3(three) == 9);
  EXPECT(Fails(signal.norm3(x), "ERR_SIGNAL_LENGTH_MISMATCH",
               "norm3(x): expected x with 3 values, found another length."));

  EXPECT(bool(signal.steps(x, {out.data(), 3})) && out[2] == 1);
  EXPECT(Fails(signal.steps(x, out), "ERR_SIGNAL_LENGTH_MISMATCH",
               "steps(x, out): expected out to have 1 value less than x, found other lengths."));
  EXPECT(Fails(signal.steps({}, {out.data(), SIZE_MAX}), "ERR_SIGNAL_CONDITION_UNMET",
               "steps(x, out): expected n >= 1, where n is the length of x, found other values."));
  EXPECT(!signal.steps({}, {}));
  std::vector<signed char> many(127, 1);
  EXPECT(*signal.tiny(many) == 127);
  many.push_back(1);
  EXPECT(Fails(signal.tiny(many), "ERR_SIGNAL_LENGTH_MISMATCH",
               "tiny(x): expected x with up to 127 values, because n is a small integer in C, "
               "found more."));

  EXPECT(bool(signal.add(x, y, out)) && out[3] == 12);
  EXPECT(bool(signal.add(x, x, x)) && x[3] == 8);
  const Span<double> all(x), head(x.data(), 3), tail(x.data() + 1, 3);
  EXPECT(Fails(signal.add(head, head, tail), "ERR_SIGNAL_OVERLAP",
               "add(x, y, out): expected x and out to be equal or disjoint, found arrays that "
               "partly overlap. Copy one."));
  EXPECT(bool(signal.move({x.data(), 3}, tail)) && x[3] == 6);
  EXPECT(Fails(signal.swap(all, all), "ERR_SIGNAL_OVERLAP",
               "swap(x, y): expected x and y to be disjoint, found arrays that overlap. Copy one."));
  EXPECT(bool(signal.swap({x.data(), 2}, {x.data() + 2, 2})) && x[0] == 4);
  EXPECT(bool(signal.swap({x.data(), std::size_t{0}}, {x.data(), std::size_t{0}})));
  std::array<double, 3> edges{};
  EXPECT(bool(signal.edges(plain, edges)) && edges[2] == 2.5);
  EXPECT(!signal.edges(plain, {edges.data(), 2}) && !signal.edges({}, {}));
  std::array<float, 2> floats = {1, 2};
  signal.scale(3, floats);
  EXPECT(floats[1] > 5.9F && floats[1] < 6.1F);
  std::array<int, 3> numbers{};
  signal.zigzag(numbers);
  EXPECT(numbers[1] == -1 && numbers[2] == 2);

  EXPECT(signal.extent(y)->high == 8 && signal.extent(y)->n == 4);
  EXPECT(!signal.extent({}));
  EXPECT(signal.mean_and_sum(y)->mean == 6.5 && signal.mean_and_sum(y)->total == 26);
  const FindResult found = signal.find(y, 7);
  EXPECT(found.result && found.at == 2);
  EXPECT(signal.big(3, -1, false) == 4);

  EXPECT(*signal.median(y, 1, 0, 1) == 7);
  EXPECT(Fails(signal.median(y, 7, 0, 1), "ERR_SIGNAL_OUT_OF_MEMORY",
               "median(x, width, low, high): expected memory for the result, found less than "
               "that."));
  EXPECT(Fails(signal.median(std::vector<double>{2, 1}, 1, 0, 1), "ERR_SIGNAL_NOT_SORTED",
               "median(x, width, low, high): expected x in ascending \"order\"?\?=, found "
               "another\\one. Sort it: x.sort()."));
  EXPECT(Fails(signal.median(y, 9, 0, 1), "ERR_SIGNAL_UNKNOWN_STATUS",
               "median(x, width, low, high): expected a status that the contract lists, found "
               "another one."));
  EXPECT(Fails(signal.median(y, 1, 1, 0), "ERR_SIGNAL_CONDITION_UNMET",
               "median(x, width, low, high): expected low < high, found other values."));
  EXPECT(!signal.median(y, 0, 0, 1) && !signal.median({}, 1, 0, 1));
  EXPECT(!signal.median(y, 1, 0.5, 1) && !signal.median(y, 1, 2, 3));
  EXPECT(bool(signal.check(y)) && !signal.check(std::vector<double>{2, 1}));

  {
    Result<Counter> made = signal.counter_new(5);
    EXPECT(bool(made) && signal.counters() == 1);
    Counter counter = *std::move(made);
    EXPECT(bool(signal.counter_add(counter, y)) && *signal.counter_total(counter) == 4);
    EXPECT(Fails(signal.counter_add(counter, y), "ERR_SIGNAL_LIMIT_REACHED",
                 "counter_add(counter, x): expected fewer values, found more than the limit."));
    EXPECT(Fails(signal.counter_merge(counter, counter), "ERR_SIGNAL_HANDLE_REPEATED",
                 "counter_merge(into, from): expected different handles as into and from, found "
                 "one handle."));
    Counter other = std::move(counter);
    EXPECT(Fails(signal.counter_total(counter), "ERR_SIGNAL_HANDLE_ENDED",
                 "counter_total(counter): expected counter to be in use, found one that was "
                 "ended."));
    Counter second = *signal.counter_new(1);
    EXPECT(signal.counters() == 2);
    EXPECT(bool(signal.counter_merge(second, other)) && *signal.counter_total(second) == 4);
    second = std::move(other);
    EXPECT(signal.counters() == 1 && *signal.counter_total(second) == 4);
    EXPECT(!signal.counter_new(0));
  }
  EXPECT(signal.counters() == 0);

  EXPECT(signal.ticket() == 1 && signal.here() == 1);
  double factor = 2;
  EXPECT(signal.integrate(Twice, &factor, 1, 2) == 3);
#if SIGNAL_TARGET_MINOR >= 1
  EXPECT(signal.range(y).low == 5 && signal.pi() > 3);
#endif
  return failures;
}
