// Native lines that no test executes, by their text, with the reason; without lines, all of a file. "npm run test:coverage"
// fails for any other.
const header = (name) => `packages/core/include/capsule/${name}`;
const uncounted = 'executed, but not counted: the process aborts before gcov writes its counts';
const race = 'executed only if two threads arrive at the same moment';
const compiled = 'executed by addons that tests of contract compile, which are not measured';
const pinned = 'the system can pin every addon that it has loaded';
const direct = 'TypeScript checks arguments first: executed only if a script calls the addon itself';

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
      'capsule_text_clear(&name);',
      'capsule_append_name(&name, envelope->name);',
      '}',
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
    lines: ['return capsule_this_image();'],
    reason: 'every stack that is recorded has the image of a caller',
  },
  {
    file: header('detail/open.h'),
    lines: [
      'capsule_require_live(capsule_state_of(envelope), refusal);',
      'capsule_release_as(envelope, "reject");',
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
    file: header('capsule_arguments.h'),
    lines: ['return false;'],
    reason: direct,
  },
  {
    file: header('capsule_promise.h'),
    lines: [
      'if (status != napi_pending_exception) return status != napi_cannot_run_js;',
      'bool pending = false;',
      'return napi_is_exception_pending(env, &pending) != napi_ok || pending;',
    ],
    reason: 'executed only if JavaScript is terminated while a promise is settled',
  },
  {
    file: header('capsule_promise.h'),
    lines: [
      'if (queue->running == 0) free(queue);',
      'capsule_job *const job = queue->first;',
      'queue->first = job->next;',
      'capsule_job_delete(queue->env, job, true);',
    ],
    reason: compiled,
  },
  {
    file: header('capsule_promise.h'),
    lines: [
      'capsule_refusal_set(&refusal, CAPSULE_NOT_PINNED, "an addon that can be pinned",',
      'capsule_throw(env, &refusal, NULL);',
      'return NULL;',
    ],
    reason: pinned,
  },
  { file: header('detail/arrow.h'), lines: ['return false;'], reason: pinned },
  { file: header('detail/dispose.h'), lines: ['capsule_release_as(envelope, "reject");'], reason: race },
  { file: header('detail/dispose.h'), lines: ['envelope = NULL;'], reason: pinned },
  {
    file: header('detail/error.h'),
    lines: [': 4u;'],
    reason: 'a byte that is part of no UTF-8; the tests have other invalid bytes',
  },
  {
    file: header('detail/fault.h'),
    lines: [
      'capsule_append(&line, " (");',
      'capsule_append_escaped(&line, symbol, 200);',
      'capsule_append(&line, "+0x%zx)", (size_t)((uintptr_t)frames[i] - start));',
    ],
    reason: 'the addons of the tests export no symbols, so that no frame has a name',
  },
  {
    file: header('detail/import_table.h'),
    lines: ['return;'],
    reason: 'a package with more majors than a message lists, the lowest of them last',
  },
  {
    file: header('detail/record.h'),
    lines: ['site = &record->sites[i];'],
    reason: 'holds of one capsule from more places than are recorded',
  },
  { file: header('detail/record.h'), lines: ['envelope->destroy(envelope);'], reason: race },
  { file: header('detail/thread_rules.h'), reason: compiled },
  {
    file: 'packages/core/native/functions.cc',
    lines: [
      'return false;',
      'capsule_refusal_set(refusal, CAPSULE_ENTRY_MISSING, "a function of the table", "NULL", "");',
      'return capsule_throw(env, &refusal, nullptr);',
    ],
    reason:
      'TypeScript reads the label first: executed only if the table changes in between, or a script calls the addon',
  },
  { file: 'packages/fastmath/native/addon.cc', lines: ['return nullptr;'], reason: direct },
  {
    file: 'packages/stats/native/node/arrow.cc',
    lines: ['return nullptr;'],
    reason: 'Node-API fails while the error for another failure is made; failure injection has no such scenario',
  },
  {
    file: 'packages/stats/native/node/arrow.cc',
    lines: ['return Refuse(refusal, STATS_ARROW_UNSOUND, "a valid ArrowSchema", "one that was released");'],
    reason: 'no producer of the tests has a stream whose schema is released when it is requested',
  },
  {
    file: 'packages/stats/native/node/arrow.cc',
    lines: [
      'return Reject(env, "expected a batch that can stay in place"), nullptr;',
      'return Reject(env, "expected a batch, and room for it"), nullptr;',
      'return Reject(env, "expected room for the sample"), nullptr;',
    ],
    reason: direct,
  },
  {
    file: 'packages/stats/native/node/bootstrap.cc',
    lines: ['return Reject(env, "expected other arguments"), nullptr;'],
    reason: direct,
  },
  {
    file: 'packages/stats/native/statistics/integrate.c',
    lines: [': limit_error > in->error))', 'outcome = STATS_DIVERGENT;'],
    reason: 'a heuristic of QUADPACK for which no integrand is known here',
  },
];
