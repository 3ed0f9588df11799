/* worth.h: whether it is worth while to have helpers for a call of threads.cc. */
#ifndef FASTMATH_WORTH_H
#define FASTMATH_WORTH_H

#include <atomic>
#include <chrono>

using Clock = std::chrono::steady_clock;

/* What has to be there to share it, in ns: with helpers that spin, and with others. */
constexpr double WORTH_SHARING = 1500, WORTH_WAKING = 20000;
constexpr std::chrono::microseconds SPIN(50);

/* Whether calls that are too short to wake helpers for follow one another: many together are not. */
inline bool CallsAreFrequent(double nanoseconds) {
  static std::atomic<Clock::rep> last{0};
  static std::atomic<double> work{0};
  const auto now = Clock::now().time_since_epoch();
  const auto before = last.exchange(now.count(), std::memory_order_relaxed);
  const bool follows = now - Clock::duration(before) < SPIN;
  const double sum = follows ? work.load(std::memory_order_relaxed) + nanoseconds : nanoseconds;
  const bool enough = sum >= 2 * WORTH_WAKING;
  work.store(enough ? 0 : sum, std::memory_order_relaxed);
  return enough;
}

/* A helper that is kept from its core keeps the caller waiting. Where that took so long, and more than
   a quarter of the work, there are no cores to spare: callers work alone for a while. */
constexpr std::chrono::microseconds TOO_LONG(100), ALONE(10000);

inline std::atomic<Clock::rep> alone_until{0};

inline void NoteWait(Clock::time_point start, double nanoseconds) {
  const auto end = Clock::now();
  if (end - start > TOO_LONG + std::chrono::duration<double, std::nano>(nanoseconds / 4))
    alone_until.store((end + ALONE).time_since_epoch().count());
}

/* Whether that was not long ago. */
inline bool CoresAreBusy() {
  const Clock::rep until = alone_until.load(std::memory_order_relaxed);
  return until != 0 && Clock::now().time_since_epoch().count() < until;
}

#endif
