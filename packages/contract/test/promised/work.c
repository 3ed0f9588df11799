/* work.c: the functions of work.contract.ts, and the addon that exports them. */
#include <work/work_functions.h>
#include <work/work_node.h>

#include <stdatomic.h>
#include <time.h>

#define DECLARE(name) static work_##name##_fn name##_;
WORK_FUNCTIONS(DECLARE)

static void wait_ms(uint32_t ms) {
  const struct timespec time = {ms / 1000, (long)(ms % 1000) * 1000000};
  if (ms > 0) nanosleep(&time, NULL);
}

static atomic_uint begun, inside, living, meeting;
static size_t last;

static uint32_t pause_(uint32_t ms) {
  const uint32_t before = atomic_fetch_add(&begun, 1);
  wait_ms(ms);
  return before;
}

static uint32_t begun_(void) { return begun; }

static double total_(const double *x, size_t n, uint32_t ms) {
  double total = 0;
  wait_ms(ms);
  for (size_t i = 0; i < n; i++) total += x[i];
  return total;
}

static void copy_(const double *x, double *out, size_t n, uint32_t ms) {
  wait_ms(ms);
  for (size_t i = 0; i < n; i++) out[i] = x[i];
}

static void negate_(double *x, size_t n, uint32_t ms) {
  wait_ms(ms);
  for (size_t i = 0; i < n; i++) x[i] = -x[i];
}

static bool turn_(uint32_t ms) {
  const bool alone = atomic_fetch_add(&inside, 1) == 0;
  wait_ms(ms);
  atomic_fetch_sub(&inside, 1);
  return alone;
}

static size_t number_(uint32_t ms) {
  const size_t number = last + 1;
  wait_ms(ms);
  return last = number;
}

struct work_clock {
  atomic_uint users; /* calls with this clock */
  size_t ticks;
};

static work_clock *clock_new_(uint32_t ms) {
  work_clock *clock = calloc(1, sizeof *clock);
  wait_ms(ms);
  if (clock != NULL) atomic_fetch_add(&living, 1);
  return clock;
}

static size_t clock_tick_(work_clock *clock, uint32_t ms) {
  const bool alone = atomic_fetch_add(&clock->users, 1) == 0;
  const size_t ticks = clock->ticks + 1;
  wait_ms(ms);
  clock->ticks = ticks;
  atomic_fetch_sub(&clock->users, 1);
  return alone ? ticks : 0;
}

/* Waits until a counter was as high as `number`. The last to leave does not lower it for others. */
static bool gather(atomic_uint *count, uint32_t number) {
  static atomic_uint released;
  const uint32_t before = released;
  bool met = atomic_fetch_add(count, 1) + 1 >= number;
  if (met) atomic_fetch_add(&released, 1);
  for (int i = 0; i < 5000 && !met; i++) {
    wait_ms(1);
    met = released != before;
  }
  atomic_fetch_sub(count, 1);
  return met;
}

static bool clock_meet_(work_clock *clock, uint32_t number) {
  (void)clock;
  return gather(&meeting, number);
}

static bool clock_look_(const work_clock *clock, uint32_t number) {
  return gather(&((work_clock *)clock)->users, number);
}

static uint32_t clock_set_(work_clock *to, const work_clock *from, uint32_t ms) {
  const bool alone = atomic_fetch_add(&to->users, 1) == 0 && from->users == 0;
  wait_ms(ms);
  to->ticks = from->ticks;
  atomic_fetch_sub(&to->users, 1);
  return alone ? 0 : 2;
}

static void clock_free_(work_clock *clock) {
  atomic_fetch_sub(&living, 1);
  if (clock->users > 0) abort(); /* a clock was ended while a call used it */
  free(clock);
}

static uint32_t clocks_(void) { return living; }

#define SET(name) .name = name##_,
static const work_api table = {WORK_HEAD, WORK_FUNCTIONS(SET)};

NAPI_MODULE_INIT() {
  const napi_value capsule = work_seal(env, &table);
  if (capsule == NULL || !work_define_functions(env, exports, &table)) return NULL;
  const napi_status status = napi_set_named_property(env, exports, "capsule", capsule);
  return status == napi_ok ? exports : capsule_fail(env);
}
