/* main.cc: calls kernels from several threads, each with pool threads, for ThreadSanitizer. It does
   not need Node.

   With "race" as an argument there is a data race, which ThreadSanitizer must report. */
#include "../../native/table.h"
#include "../../native/parallel/parallel.h"
#include "../forge/calls.h"

#include <cstdio>
#include <cstring>
#include <thread>
#include <vector>

namespace {

constexpr size_t CALLERS = 4, N = 3 * 8192 + 3;
constexpr int ROUNDS = 4;

int touched = 0;
void Touch() { touched++; }

/* Returns whether all callers get the result of one thread. */
bool IsRight(const fastmath_api *math, kernel which) {
  const call what = {math, which, N, PAGE_END, 0, 1};
  force_threads(1, false);
  const uint64_t alone = call_kernel(&what);
  force_threads(3, true);
  std::vector<int> right(CALLERS);
  std::vector<std::thread> callers;
  for (int &mine : right)
    callers.emplace_back([&mine, &what, alone] {
      for (int i = 0; i < ROUNDS; i++) mine += call_kernel(&what) == alone;
    });
  for (std::thread &caller : callers) caller.join();
  return right == std::vector<int>(CALLERS, ROUNDS);
}

} // namespace

int main(int argc, char **argv) {
  if (argc > 1 && strcmp(argv[1], "race") == 0) {
    std::thread a(Touch), b(Touch);
    a.join();
    b.join();
    return 0;
  }
  set_thread_count(3, 3); /* enough cores for pool threads to spin */
  const fastmath_api *tables[FASTMATH_MAX_TABLES];
  fastmath_tables(tables);
  for (int which = 0; which < KERNEL_COUNT; which++)
    if (!IsRight(tables[0], static_cast<kernel>(which))) {
      printf("%s returns another result to several threads\n", kernel_names[which]);
      return 1;
    }
  return 0;
}
