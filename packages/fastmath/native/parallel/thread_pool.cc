/* thread_pool.cc: one thread pool for the process.

   Workers start with the first call that is long enough. After work a worker spins for a while,
   because the next call often follows at once; dividing that call costs 0.1 us. Then it sleeps, and
   waking it costs 7 us. One caller at a time has the pool; others compute alone.

   Nothing here is ever destroyed: workers may run or sleep while the process exits. */
#include "parallel.h"

#include "parallel_cost.h"
#include "platform.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <new>
#include <thread>

namespace {

/* The tasks that one thread computes before it takes tasks of other threads. A thread has about the
   same share in each call, so it finds its part of an array in its own cache. Each share lies in a
   cache line of its own. */
struct alignas(64) Share {
  std::atomic<size_t> next{0};
  size_t end = 0;
};

struct Pool {
  std::atomic<bool> taken{false};

  /* The gate: how many workers are inside, whether it is open, and the number of the job. The job and
     the shares are written only while the gate is closed and no worker is inside. */
  alignas(64) std::atomic<uint64_t> gate{0};
  parallel_task *task = nullptr;
  void *context = nullptr;
  Environment environment;
  size_t count = 0;
  Share shares[MAX_THREADS];

  std::atomic<size_t> awake{0}, asleep{0};
  std::mutex mutex;
  std::condition_variable called;
  size_t workers = 0; /* read and written only by the caller that has taken the pool */
};

constexpr uint64_t OPEN = 1 << 16, NEXT_JOB = 1 << 17, INSIDE = OPEN - 1;

/* What a worker starts with. */
struct Worker {
  Pool *pool;
  size_t share;
};

std::atomic<size_t> thread_count{0}, max_spinning{0};
std::atomic<bool> ignore_cost{false};
std::atomic<Pool *> current{nullptr};

/* The number of the job that the gate is open for, or was last. */
uint64_t JobOf(uint64_t gate) { return gate / NEXT_JOB; }

void ComputeTasks(Pool *pool, size_t first_share) {
  for (size_t i = 0; i < pool->count; i++) {
    Share &share = pool->shares[(first_share + i) % pool->count];
    for (;;) {
      const size_t task = share.next.fetch_add(1, std::memory_order_relaxed);
      if (task >= share.end) break;
      pool->task(pool->context, task);
    }
  }
}

/* Sets `job` to the number of the job. Returns false when the gate is closed: all tasks are done. */
bool Enter(Pool *pool, uint64_t *job) {
  uint64_t gate = pool->gate.load();
  bool entered = false;
  while ((gate & OPEN) != 0 && !entered) entered = pool->gate.compare_exchange_weak(gate, gate + 1);
  *job = JobOf(gate);
  return entered;
}

/* Returns whether another job began before the time was over. */
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
  pool->asleep++; /* before the gate is read: WakeWorkers reads in the opposite order */
  pool->called.wait(lock, [=] { return JobOf(pool->gate.load()) != last; });
  pool->asleep--;
}

void *Work(void *argument) {
  const Worker self = *static_cast<Worker *>(argument);
  delete static_cast<Worker *>(argument);
  uint64_t last = 0;
  for (;;) {
    const bool spins = self.share < max_spinning.load(std::memory_order_relaxed);
    if (!spins || !SpinForJob(self.pool, last)) SleepUntilJob(self.pool, last);
    if (!Enter(self.pool, &last)) continue;
    self.pool->environment.Set();
    ComputeTasks(self.pool, self.share);
    self.pool->gate.fetch_sub(1);
  }
}

/* Starts workers up to a number, or as many as the system can start. */
void StartWorkers(Pool *pool, size_t number) {
  while (pool->workers < number) {
    auto *const worker = new (std::nothrow) Worker{pool, pool->workers + 1};
    if (worker == nullptr) return;
    if (!StartThread(Work, worker)) {
      delete worker;
      return;
    }
    pool->workers++;
  }
}

void WakeWorkers(Pool *pool, size_t number) {
  const size_t awake = pool->awake.load();
  if (awake >= number || pool->asleep.load() == 0) return;
  /* No worker is between reading the gate and waiting while this thread holds the mutex. */
  { const std::lock_guard<std::mutex> lock(pool->mutex); }
  for (size_t i = awake; i < number; i++) pool->called.notify_one();
}

/* After a fork the child has one thread, and its copy of the pool may be in any state. */
void ForgetPool() { current.store(nullptr); }

/* Returns the pool, made where there is none; NULL when that fails. */
Pool *FindPool() {
  static std::atomic<bool> registered{false};
  Pool *pool = current.load();
  if (pool != nullptr) return pool;
  if (!registered.exchange(true) && !OnForkInChild(ForgetPool)) {
    registered.store(false);
    return nullptr;
  }
  auto *const made = new (std::nothrow) Pool;
  if (made == nullptr || current.compare_exchange_strong(pool, made)) return made;
  delete made;
  return pool;
}

void OpenGate(Pool *pool, size_t tasks, size_t threads) {
  pool->environment.Get();
  pool->count = std::min(threads, tasks);
  for (size_t i = 0; i < pool->count; i++) {
    pool->shares[i].next.store(tasks * i / pool->count, std::memory_order_relaxed);
    pool->shares[i].end = tasks * (i + 1) / pool->count;
  }
  pool->gate.store((pool->gate.load() & ~INSIDE) + NEXT_JOB + OPEN);
}

bool AnyInside(const Pool *pool) { return (pool->gate.load() & INSIDE) != 0; }

void CloseGate(Pool *pool, double nanoseconds) {
  pool->gate.fetch_and(~OPEN);
  /* A worker inside computes its last task. If that takes long, it may be waiting for this core. */
  for (int i = 0; i < 1000 && AnyInside(pool); i++) Pause();
  if (!AnyInside(pool)) return;
  const auto start = Clock::now();
  while (AnyInside(pool)) std::this_thread::yield();
  RecordWait(start, nanoseconds);
}

/* How many workers would have enough work. */
size_t UsefulWorkers(const Pool *pool, double nanoseconds) {
  const double to_wake = std::min(nanoseconds / MIN_COST_WAKING, double{MAX_THREADS});
  const double awake =
      std::min(nanoseconds / MIN_COST_SPINNING, static_cast<double>(pool->awake.load()));
  return static_cast<size_t>(std::max({to_wake, awake, 1.0}));
}

} // namespace

size_t set_thread_count(size_t threads, size_t cores) {
  size_t none = 0;
  if (!thread_count.compare_exchange_strong(none, threads)) return none;
  /* A thread that spins occupies a core: workers spin only where each thread has one. */
  max_spinning.store(threads <= cores ? threads : 0);
  return threads;
}

void force_threads(size_t threads, bool always) {
  thread_count.store(threads);
  ignore_cost.store(always);
}

bool parallel_for(double nanoseconds, size_t count, parallel_task *task, void *context) {
  const size_t threads = thread_count.load(std::memory_order_relaxed);
  const bool always = ignore_cost.load(std::memory_order_relaxed);
  if (threads < 2 || count < 2) return false;
  if (!always && (nanoseconds < MIN_COST_SPINNING || CoresAreBusy())) return false;
  Pool *pool = current.load();
  const bool awake = pool != nullptr && pool->awake.load(std::memory_order_relaxed) > 0;
  const bool wakes =
      always || nanoseconds >= MIN_COST_WAKING || (!awake && CallsAreFrequent(nanoseconds));
  if (!awake && !wakes) return false;
  pool = FindPool();
  if (pool == nullptr || pool->taken.exchange(true)) return false;
  const size_t workers =
      always ? threads - 1 : std::min(threads - 1, UsefulWorkers(pool, nanoseconds));
  if (wakes) StartWorkers(pool, workers);
  const bool divided = pool->workers > 0;
  if (divided) {
    pool->task = task;
    pool->context = context;
    OpenGate(pool, count, workers + 1);
    if (wakes) WakeWorkers(pool, workers);
    ComputeTasks(pool, 0);
    CloseGate(pool, nanoseconds);
  }
  pool->taken.store(false);
  return divided;
}
