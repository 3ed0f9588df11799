/* threads.cc: the helpers of threads.h, one pool of them for the process.

   They are made at the first call that is long enough. After work a helper spins for a while, since
   the next call often follows at once and then costs 0.1 us to share; then it sleeps, and costs 7 us
   to wake. One caller has the pool at a time, another works alone.

   Nothing here is ever destroyed: helpers may be at work or asleep while the process exits. */
#include "parallel.h"

#include "platform.h"
#include "parallel_cost.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <new>
#include <thread>

namespace {

/* The chunks that one thread computes before it helps with those of others: always about the same,
   so that it finds its part of an array in its own cache. In a cache line of its own. */
struct alignas(64) Share {
  std::atomic<size_t> next{0};
  size_t end = 0;
};

struct Pool {
  std::atomic<bool> taken{false};

  /* What the gate says: how many helpers are inside, whether it is open, and a number for the job.
     The job and the shares are only written while it is closed and nobody is inside. */
  alignas(64) std::atomic<uint64_t> gate{0};
  compute_chunk *compute = nullptr;
  void *job = nullptr;
  Environment environment;
  size_t count = 0;
  Share shares[MOST_THREADS];

  std::atomic<size_t> awake{0}, asleep{0};
  std::mutex mutex;
  std::condition_variable called;
  size_t helpers = 0; /* there are; only read and written by who has taken the pool */
};

constexpr uint64_t OPEN = 1 << 16, NEXT_JOB = 1 << 17, INSIDE = OPEN - 1;

/* Who begins. */
struct Helper {
  Pool *pool;
  size_t place;
};

std::atomic<size_t> decided{0}, most_spinning{0};
std::atomic<bool> always_share{false};
std::atomic<Pool *> current{nullptr};

/* The job that the gate is or was last open for. */
uint64_t JobOf(uint64_t gate) { return gate / NEXT_JOB; }

void ComputeChunks(Pool *pool, size_t place) {
  for (size_t i = 0; i < pool->count; i++) {
    Share &share = pool->shares[(place + i) % pool->count];
    for (;;) {
      const size_t chunk = share.next.fetch_add(1, std::memory_order_relaxed);
      if (chunk >= share.end) break;
      pool->compute(pool->job, chunk);
    }
  }
}

/* False when the gate is closed: the caller has done everything. Says which job that was. */
bool Enter(Pool *pool, uint64_t *job) {
  uint64_t gate = pool->gate.load();
  bool entered = false;
  while ((gate & OPEN) != 0 && !entered) entered = pool->gate.compare_exchange_weak(gate, gate + 1);
  *job = JobOf(gate);
  return entered;
}

/* Whether there was another job before time ran out. */
bool SpinForJob(Pool *pool, uint64_t last) {
  const auto end = Clock::now() + SPIN;
  pool->awake++;
  bool found = false;
  do
    for (int i = 0; i < 32 && !found; i++) {
      found = JobOf(pool->gate.load()) != last;
      if (!found) Pause();
    }
  while (!found && Clock::now() < end);
  pool->awake--;
  return found;
}

void SleepUntilJob(Pool *pool, uint64_t last) {
  std::unique_lock<std::mutex> lock(pool->mutex);
  pool->asleep++; /* before the look at the gate: WakeHelpers looks in the other order */
  pool->called.wait(lock, [=] { return JobOf(pool->gate.load()) != last; });
  pool->asleep--;
}

void *Help(void *argument) {
  const Helper self = *static_cast<Helper *>(argument);
  delete static_cast<Helper *>(argument);
  uint64_t last = 0;
  for (;;) {
    const bool spins = self.place < most_spinning.load(std::memory_order_relaxed);
    if (!spins || !SpinForJob(self.pool, last)) SleepUntilJob(self.pool, last);
    if (!Enter(self.pool, &last)) continue;
    self.pool->environment.Set();
    ComputeChunks(self.pool, self.place);
    self.pool->gate.fetch_sub(1);
  }
}

/* As many as there can be. */
void MakeHelpers(Pool *pool, size_t wanted) {
  while (pool->helpers < wanted) {
    auto *const helper = new (std::nothrow) Helper{pool, pool->helpers + 1};
    if (helper == nullptr) return;
    if (!StartThread(Help, helper)) {
      delete helper;
      return;
    }
    pool->helpers++;
  }
}

void WakeHelpers(Pool *pool, size_t wanted) {
  const size_t awake = pool->awake.load();
  if (awake >= wanted || pool->asleep.load() == 0) return;
  { const std::lock_guard<std::mutex> lock(pool->mutex); } /* not between a look and the wait */
  for (size_t i = awake; i < wanted; i++) pool->called.notify_one();
}

/* After a fork the child has this thread only, and a pool in whatever state it was. */
void ForgetPool() { current.store(nullptr); }

/* The pool that there is, or a new one. */
Pool *FindPool() {
  static std::atomic<bool> forgets{false};
  Pool *pool = current.load();
  if (pool != nullptr) return pool;
  if (!forgets.exchange(true) && !AtForkInChild(ForgetPool)) {
    forgets.store(false);
    return nullptr;
  }
  auto *const made = new (std::nothrow) Pool;
  if (made == nullptr || current.compare_exchange_strong(pool, made)) return made;
  delete made;
  return pool;
}

void OpenGate(Pool *pool, size_t chunks, size_t threads) {
  pool->environment.Get();
  pool->count = std::min(threads, chunks);
  for (size_t i = 0; i < pool->count; i++) {
    pool->shares[i].next.store(chunks * i / pool->count, std::memory_order_relaxed);
    pool->shares[i].end = chunks * (i + 1) / pool->count;
  }
  pool->gate.store((pool->gate.load() & ~INSIDE) + NEXT_JOB + OPEN);
}

bool AnyInside(const Pool *pool) { return (pool->gate.load() & INSIDE) != 0; }

void CloseGate(Pool *pool, double nanoseconds) {
  pool->gate.fetch_and(~OPEN);
  /* Who is inside computes its last chunk. If that takes long, it may be waiting for this core. */
  for (int i = 0; i < 1000 && AnyInside(pool); i++) Pause();
  if (!AnyInside(pool)) return;
  const auto start = Clock::now();
  while (AnyInside(pool)) std::this_thread::yield();
  NoteWait(start, nanoseconds);
}

/* How many helpers would have enough to do. */
size_t Useful(const Pool *pool, double nanoseconds) {
  const double to_wake = std::min(nanoseconds / WORTH_WAKING, double{MOST_THREADS});
  const double awake =
      std::min(nanoseconds / WORTH_SHARING, static_cast<double>(pool->awake.load()));
  return static_cast<size_t>(std::max({to_wake, awake, 1.0}));
}

} // namespace

size_t decide_threads(size_t threads, size_t cores) {
  size_t none = 0;
  if (!decided.compare_exchange_strong(none, threads)) return none;
  /* Who spins keeps a core from others: only where there is one for each thread. */
  most_spinning.store(threads <= cores ? threads : 0);
  return threads;
}

void force_threads(size_t threads, bool always) {
  decided.store(threads);
  always_share.store(always);
}

bool in_threads(double nanoseconds, size_t chunks, compute_chunk *compute, void *job) {
  const size_t threads = decided.load(std::memory_order_relaxed);
  const bool always = always_share.load(std::memory_order_relaxed);
  if (threads < 2 || chunks < 2) return false;
  if (!always && (nanoseconds < WORTH_SHARING || CoresAreBusy())) return false;
  Pool *pool = current.load();
  const bool awake = pool != nullptr && pool->awake.load(std::memory_order_relaxed) > 0;
  const bool wakes =
      always || nanoseconds >= WORTH_WAKING || (!awake && CallsAreFrequent(nanoseconds));
  if (!awake && !wakes) return false;
  pool = FindPool();
  if (pool == nullptr || pool->taken.exchange(true)) return false;
  const size_t wanted = always ? threads - 1 : std::min(threads - 1, Useful(pool, nanoseconds));
  if (wakes) MakeHelpers(pool, wanted);
  const bool helped = pool->helpers > 0;
  if (helped) {
    pool->compute = compute;
    pool->job = job;
    OpenGate(pool, chunks, wanted + 1);
    if (wakes) WakeHelpers(pool, wanted);
    ComputeChunks(pool, 0);
    CloseGate(pool, nanoseconds);
  }
  pool->taken.store(false);
  return helped;
}
