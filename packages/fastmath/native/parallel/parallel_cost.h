/* parallel_cost.h: estimates whether pool threads save time. */
#ifndef FASTMATH_PARALLEL_COST_H
#define FASTMATH_PARALLEL_COST_H

#include <atomic>
#include <chrono>

using Clock = std::chrono::steady_clock;

/* The shortest work, in ns, that is worth dividing: among pool threads that spin, and among pool
   threads that have to be woken. */
constexpr double MIN_COST_SPINNING = 1500, MIN_COST_WAKING = 20000;

/* How long a pool thread spins after work before it sleeps. */
constexpr std::chrono::microseconds SPIN_TIME(50);

/* Whether short calls follow one another so closely that waking pool threads for the next ones
   saves time. */
inline bool CallsAreFrequent(double nanoseconds) {
  static std::atomic<Clock::rep> last{0};
  static std::atomic<double> work{0};
  const auto now = Clock::now().time_since_epoch();
  const auto before = last.exchange(now.count(), std::memory_order_relaxed);
  const bool follows = now - Clock::duration(before) < SPIN_TIME;
  const double sum = follows ? work.load(std::memory_order_relaxed) + nanoseconds : nanoseconds;
  const bool enough = sum >= 2 * MIN_COST_WAKING;
  work.store(enough ? 0 : sum, std::memory_order_relaxed);
  return enough;
}

/* A pool thread delays its caller if the system does not run it. If the caller waits longer than
   LONG_WAIT plus a quarter of the time of the work, the cores count as busy, and callers compute
   alone for BACKOFF_TIME. */
constexpr std::chrono::microseconds LONG_WAIT(100), BACKOFF_TIME(10000);

inline std::atomic<Clock::rep> busy_until{0};

inline void RecordWait(Clock::time_point start, double nanoseconds) {
  const auto end = Clock::now();
  if (end - start > LONG_WAIT + std::chrono::duration<double, std::nano>(nanoseconds / 4))
    busy_until.store((end + BACKOFF_TIME).time_since_epoch().count());
}

inline bool CoresAreBusy() {
  const Clock::rep until = busy_until.load(std::memory_order_relaxed);
  return until != 0 && Clock::now().time_since_epoch().count() < until;
}

#endif
