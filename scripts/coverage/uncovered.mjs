// Native lines that no test executes, by their text, with the reason. "npm run test:coverage" fails for any other.
const header = (name) => `packages/core/include/capsule/${name}`;
const uncounted = 'executed, but not counted: the process aborts before gcov writes its counts';
const race = 'executed only if two threads arrive at the same moment';

export const uncovered = [
  {
    file: header('capsule.hpp'),
    lines: ['capsule_refusal_message(&refusal, message);', 'fprintf(stderr, "%s\\n", message);', 'abort();'],
    reason: uncounted,
  },
  { file: header('capsule.hpp'), lines: ['}'], reason: 'follows a statement that always throws' },
  {
    file: header('detail/envelope.h'),
    lines: [
      'fprintf(stderr,',
      'std::terminate(); /* prints the exception */',
      '} catch (...) {',
      'capsule_text name;',
      'capsule_text_clear(&name);',
      'capsule_append_name(&name, envelope->name);',
      '"Destroying %s: expected a destructor that does not throw, found one that has thrown "',
      'name.bytes);',
    ],
    reason: uncounted,
  },
  {
    file: header('detail/data.h'),
    lines: ['else capsule_append(text, "type %u of %u bits", (unsigned)type.code, (unsigned)type.bits);'],
    reason: 'a type without a name is rejected before it is shown; this keeps the function total',
  },
  {
    file: header('detail/debug.h'),
    lines: ['return false;'],
    reason: 'on Windows a terminated thread may have had the lock at exit',
  },
  {
    file: header('detail/open.h'),
    lines: [
      'capsule_require_live(capsule_state_of(envelope), refusal);',
      'capsule_release(envelope);',
      'return false;',
    ],
    reason: race,
  },
  {
    file: 'packages/core/native/napi.h',
    lines: ['} catch (...) {', 'return ThrowCaught(env, true);'],
    reason: 'a callback of core throws std::bad_alloc only',
  },
  {
    file: 'packages/fastmath/native/parallel/thread_pool.cc',
    lines: ['void ForgetPool() { current.store(nullptr); }'],
    reason: 'executed in a child process that was forked, which ends without writing counts',
  },
  {
    file: 'packages/fastmath/native/parallel/thread_pool.cc',
    lines: ['registered.store(false);', 'return nullptr;'],
    reason: 'pthread_atfork fails only without memory, which it allocates in libc: failure injection does not reach it',
  },
  { file: 'packages/fastmath/native/parallel/thread_pool.cc', lines: ['delete made;', 'return pool;'], reason: race },
  {
    file: 'packages/stats/native/node/arguments.cc',
    lines: ['ThrowOutOfMemory(env, "Reading a data capsule", sample->n);', 'return false;'],
    reason: 'executed by memory-limit.test.ts, which is not part of the measurement because it takes too long',
  },
  {
    file: 'packages/stats/native/statistics/integrate.c',
    lines: [': limit_error > in->error))', 'outcome = STATS_DIVERGENT;'],
    reason: 'a heuristic of QUADPACK for which no integrand is known here',
  },
];
