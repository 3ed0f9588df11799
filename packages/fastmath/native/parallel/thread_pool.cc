/* thread_pool.cc: one thread pool for the process.

   The first call that is long enough starts the pool threads. After work, a pool thread spins for a
   while, because the next call often follows soon; dividing that call costs 0.1 us. Then the thread
   sleeps, and waking it costs 7 us. One caller at a time can use the pool; others compute alone.

   The pool is never destroyed, because its threads may run or sleep while the process exits. */
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

/* The tasks that one thread computes before it takes tasks of other threads. The range of a thread
   is about the same in each call, so the thread finds its part of an array in its own cache. Each
   range lies in a separate cache line. */
struct alignas(64) TaskRange {
  std::atomic<size_t> next{0};
  size_t end = 0;
};

struct Pool {
  std::atomic<bool> taken{false};

  /* The state of the job: how many pool threads compute its tasks, whether more may join, and the
     number of the job. The job and the ranges are written only while no pool thread computes and
     none may join. */
  alignas(64) std::atomic<uint64_t> state{0};
  parallel_task *task = nullptr;
  void *context = nullptr;
  FloatingPointEnvironment environment;
  size_t count = 0;
  TaskRange ranges[MAX_THREADS];

  std::atomic<size_t> awake{0}, asleep{0};
  std::mutex mutex;
  std::condition_variable called;
  /* How many pool threads exist. Only the caller that has taken the pool reads and writes it. */
  size_t workers = 0;
};

constexpr uint64_t JOINABLE = 1 << 16, NEXT_JOB = 1 << 17, WORKERS = JOINABLE - 1;

/* The argument of a pool thread. */
struct PoolThread {
  Pool *pool;
  size_t range;
};

std::atomic<size_t> thread_count{0}, max_spinning{0};
std::atomic<bool> ignore_cost{false};
std::atomic<Pool *> current{nullptr};

/* Returns the number of the current job, or of the last one if none is running. */
uint64_t JobOf(uint64_t state) { return state / NEXT_JOB; }

void ComputeTasks(Pool *pool, size_t first_range) {
  for (size_t i = 0; i < pool->count; i++) {
    TaskRange &range = pool->ranges[(first_range + i) % pool->count];
    for (;;) {
      const size_t task = range.next.fetch_add(1, std::memory_order_relaxed);
      if (task >= range.end) break;
      pool->task(pool->context, task);
    }
  }
}

/* Sets `job` to the number of the job. Returns false if the job cannot be joined any more. */
bool JoinJob(Pool *pool, uint64_t *job) {
  uint64_t state = pool->state.load();
  bool joined = false;
  while ((state & JOINABLE) != 0 && !joined)
    joined = pool->state.compare_exchange_weak(state, state + 1);
  *job = JobOf(state);
  return joined;
}

void LeaveJob(Pool *pool) { pool->state.fetch_sub(1); }

/* Spins for SPIN_TIME. Returns whether another job has begun. */
bool SpinForJob(Pool *pool, uint64_t last) {
  const auto end = Clock::now() + SPIN_TIME;
  pool->awake++;
  bool found = false;
  do
    for (int i = 0; i < 32 && !found; i++) {
      found = JobOf(pool->state.load()) != last;
      if (!found) Pause();
    }
  while (!found && Clock::now() < end);
  pool->awake--;
  return found;
}

void SleepUntilJob(Pool *pool, uint64_t last) {
  std::unique_lock<std::mutex> lock(pool->mutex);
  pool->asleep++; /* before it reads the state; BeginJob and WakeWorkers use the opposite order */
  pool->called.wait(lock, [=] { return JobOf(pool->state.load()) != last; });
  pool->asleep--;
}

void *Work(void *argument) {
  const PoolThread self = *static_cast<PoolThread *>(argument);
  delete static_cast<PoolThread *>(argument);
  uint64_t last = 0;
  for (;;) {
    const bool spins = self.range < max_spinning.load(std::memory_order_relaxed);
    if (!spins || !SpinForJob(self.pool, last)) SleepUntilJob(self.pool, last);
    if (!JoinJob(self.pool, &last)) continue;
    self.pool->environment.Set();
    ComputeTasks(self.pool, self.range);
    LeaveJob(self.pool);
  }
}

/* Starts pool threads until there are `number`, or the system cannot start more. */
void StartWorkers(Pool *pool, size_t number) {
  while (pool->workers < number) {
    auto *const worker = new (std::nothrow) PoolThread{pool, pool->workers + 1};
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
  /* Taking the mutex ensures that each pool thread that has read the old state is already
     waiting. */
  { const std::lock_guard<std::mutex> lock(pool->mutex); }
  for (size_t i = awake; i < number; i++) pool->called.notify_one();
}

/* After a fork the child has one thread, and its copy of the pool may be in any state, so the child
   creates a new pool. */
void ForgetPool() { current.store(nullptr); }

/* Returns the pool, and creates it first if there is none. Returns NULL if that fails. */
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

void BeginJob(Pool *pool, size_t tasks, size_t threads) {
  pool->environment.Get();
  pool->count = std::min(threads, tasks);
  for (size_t i = 0; i < pool->count; i++) {
    pool->ranges[i].next.store(tasks * i / pool->count, std::memory_order_relaxed);
    pool->ranges[i].end = tasks * (i + 1) / pool->count;
  }
  pool->state.store((pool->state.load() & ~WORKERS) + NEXT_JOB + JOINABLE);
}

bool AnyWorker(const Pool *pool) { return (pool->state.load() & WORKERS) != 0; }

/* Waits until the pool threads that have joined are done. */
void EndJob(Pool *pool, double nanoseconds) {
  pool->state.fetch_and(~JOINABLE);
  /* Each of them is computing its last task. If one is late, the system may have no core for it but
     this one, so this thread yields. */
  for (int i = 0; i < 1000 && AnyWorker(pool); i++) Pause();
  if (!AnyWorker(pool)) return;
  const auto start = Clock::now();
  while (AnyWorker(pool)) std::this_thread::yield();
  RecordWait(start, nanoseconds);
}

/* Returns how many pool threads would have enough work. */
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
  /* A thread that spins occupies a core, so pool threads spin only if there is a core for each. */
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
    BeginJob(pool, count, workers + 1);
    if (wakes) WakeWorkers(pool, workers);
    ComputeTasks(pool, 0);
    EndJob(pool, nanoseconds);
  }
  pool->taken.store(false);
  return divided;
}
