/* main.cc: adds and releases holds on several threads, for ThreadSanitizer. Runs without Node.

   The contents are an int that is accessed without synchronization: only the counts order these
   accesses, so an error in them is a data race. With "race" as an argument, one thread reads the
   contents without a hold, which ThreadSanitizer must report. */
#include <capsule/capsule_owned.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <thread>
#include <vector>

/* The debug mode takes its address, to know the image of Node. */
extern "C" napi_status napi_create_object(napi_env, napi_value *) { return napi_generic_failure; }

namespace {

constexpr size_t THREADS = 4;
constexpr int ROUNDS = 4000, HOLDS = 8;
constexpr int LIVE = 1, EXCLUSIVE = 2, DESTROYED = 3;

int destroyed = 0, withdrawn = 0;

void Destroy(void *contents, void *) {
  *static_cast<int *>(contents) = DESTROYED;
  destroyed++;
}

/* Takes back a size, as capsule_withdraw_size and a finalizer do, without an engine. Only one of
   them may: it counts without synchronization. */
void Withdraw(capsule_envelope *envelope) {
  if (capsule_atomic_compare_exchange(&envelope->reported, 1, 0)) withdrawn++;
}

/* An envelope without a JavaScript value, with a value's count for each thread. */
capsule_envelope *Create(int *contents) {
  auto *envelope = static_cast<capsule_envelope *>(
      calloc(1, sizeof(capsule_envelope) + sizeof(capsule_tracked)));
  if (envelope == nullptr) abort();
  envelope->size = sizeof(capsule_envelope);
  envelope->kind = CAPSULE_POINTER;
  envelope->count = THREADS * CAPSULE_HANDLE;
  envelope->destroy = capsule_destroy;
  envelope->destructor = Destroy;
  envelope->pointer = contents;
  envelope->reported = 1;
  envelope->withdraw = Withdraw;
  return envelope;
}

/* Reads the contents while it holds them. The last three threads dispose, revoke and take. */
bool Use(capsule_envelope *envelope, size_t thread, int round) {
  bool right = true;
  uint32_t state;
  auto *contents = static_cast<int *>(envelope->pointer);
  for (int i = 0; i < HOLDS && capsule_try_hold(envelope, &state); i++) {
    right &= *contents == LIVE;
    if (i == round % HOLDS && thread == THREADS - 3) capsule_end_contents(envelope);
    if (i == round % HOLDS && thread == THREADS - 1)
      capsule_atomic_compare_exchange(&envelope->state, CAPSULE_STATE_LIVE, CAPSULE_STATE_TAKEN);
    if (i == round % HOLDS && thread == THREADS - 2)
      capsule_atomic_compare_exchange(&envelope->state, CAPSULE_STATE_LIVE, CAPSULE_STATE_REVOKED);
    if (thread == THREADS - 1 && capsule_is_exclusive(envelope)) *contents = EXCLUSIVE;
    capsule_release(envelope);
  }
  if (thread == 0) Withdraw(envelope); /* the finalizer of the sealed value */
  capsule_release_value(envelope);
  return right;
}

} // namespace

int main(int argc, char **argv) {
  const bool race = argc > 1 && strcmp(argv[1], "race") == 0;
  for (int round = 0; round < ROUNDS; round++) {
    int contents = LIVE, read = 0;
    destroyed = withdrawn = 0;
    capsule_envelope *envelope = Create(&contents);
    std::vector<int> right(THREADS);
    std::vector<std::thread> threads;
    for (size_t i = 0; i < THREADS; i++)
      threads.emplace_back([&right, envelope, i, round] { right[i] = Use(envelope, i, round); });
    if (race) read = contents;
    for (std::thread &thread : threads) thread.join();
    if (destroyed != 1 || withdrawn != 1 || contents != DESTROYED ||
        right != std::vector<int>(THREADS, 1)) {
      printf("round %d: expected one call of the destructor after the last use, and one size taken "
             "back, found %d and %d\n",
             round, destroyed, withdrawn);
      return 1 + (read & 1);
    }
  }
  return 0;
}
