/* capsule_promise.h: calls C functions on libuv's thread pool, and returns promises of their
   results.

   The functions that "capsule generate" writes for promises are built on it. A call is a job: a
   struct that begins with capsule_job and holds everything that the C function needs.

     typedef struct sum_job {
       capsule_job base;
       capsule_buffer x;
       size_t n;
       double sum;
     } sum_job;

     static void run(capsule_job *base) {
       sum_job *job = (sum_job *)base;
       for (size_t i = 0; i < job->n; i++) job->sum += ((const double *)job->x.data)[i];
     }

     static napi_value finish(napi_env env, capsule_job *base) {
       napi_value sum;
       return napi_create_double(env, ((sum_job *)base)->sum, &sum) == napi_ok ? sum : NULL;
     }

     static void destroy(napi_env env, capsule_job *base) {
       capsule_buffer_free(env, &((sum_job *)base)->x);
     }

   The addon creates a queue when it is loaded, and passes it to its functions as their data. A
   function of JavaScript checks its arguments, then creates a job and starts it:

     sum_job *job = (sum_job *)capsule_job_new(queue, sizeof(sum_job), run, finish, destroy);
     const bool ready = job != NULL && capsule_keep(env, &job->base, &job->x, value, data,
                                                    n * sizeof(double), &held);
     return capsule_job_start(env, queue, job == NULL ? NULL : &job->base, ready, id);

   Rules

   Memory.     A job keeps what it reads: a copy of an array, made before the call returns, or the
               array itself if it is in shared memory, which cannot be detached or shrunk, or the
               data of a capsule, which it holds. Arrays for results are new: JavaScript gets them
               when the promise is fulfilled.
   Order.      Jobs start in the order of the calls. Those that use the same thing, such as a
               handle, run one after the other, unless all of them may share it.
   Limits.     One queue runs one job less than the pool has threads, so that file system and DNS
               have one. CAPSULE_MAX_PENDING jobs may be pending.
   Threads.    `run` is called on a thread of the pool and calls no Node-API. All else happens on
               the JavaScript thread of the queue.
   Ends.       When an environment ends, jobs that run are finished, and those that wait are
               destroyed; their promises stay pending. The image of the addon is pinned. */
#ifndef CAPSULE_CAPSULE_PROMISE_H
#define CAPSULE_CAPSULE_PROMISE_H

#include "capsule_arguments.h"

/* The number of jobs of one queue that may wait or run. Each can hold a copy of its arguments. */
enum { CAPSULE_MAX_PENDING = 1000 };

typedef struct capsule_queue capsule_queue;
typedef struct capsule_job capsule_job;

/* Something that several jobs use. Zero is its initial value. */
typedef struct capsule_use {
  capsule_queue *queue; /* the only one whose jobs use it */
  uint32_t pending;     /* the jobs that use it and wait or run */
  uint32_t alone;       /* those of them that do not share it */
  uint32_t running;
  uint32_t running_alone;
  uint64_t passed; /* the last search in which a job that waits for it was passed over */
  uint64_t passed_alone;
  void (*idle)(struct capsule_use *use); /* called when the last of the jobs is gone; may be NULL */
} capsule_use;

/* How a job uses something: alone, or at the same time as other jobs that share it. */
typedef struct capsule_job_use {
  capsule_use *use;
  bool alone;
} capsule_job_use;

/* A call. The first members are set by capsule_job_new; a struct of the caller begins with it. */
struct capsule_job {
  void (*run)(capsule_job *job);
  napi_value (*finish)(napi_env env, capsule_job *job);
  void (*destroy)(napi_env env, capsule_job *job);
  capsule_queue *queue;
  const capsule_job_use *uses; /* set by the caller; a member of its struct */
  size_t use_count;
  double id; /* by which capsule_queue_cancel finds it */
  capsule_job *next;
  napi_async_work work;
  napi_deferred deferred;
  bool out_of_memory; /* why it cannot be started; otherwise an exception is pending */
  bool rejected;      /* it cannot be started, and JavaScript finds out why */
};

/* The jobs of one environment. */
struct capsule_queue {
  const void *table; /* of the caller */
  const char *name;
  napi_env env;
  napi_ref array_buffer; /* the constructor, captured when the addon was loaded */
  capsule_use one;       /* used by functions that one thread at a time may call */
  capsule_job *first;    /* of those that wait */
  capsule_job **end;     /* the pointer after the last */
  size_t pending;
  size_t running;
  size_t limit;
  uint64_t searches;
  bool closed;
};

/* Memory of an argument or a result, which a job keeps. Zero is its initial value. */
typedef struct capsule_buffer {
  void *data;
  capsule_envelope *held; /* the data capsule that holds it */
  void *copy;
  napi_ref array; /* the array that owns it: in shared memory, or new */
  bool is_new;
} capsule_buffer;

/* ---- Jobs: their state --------------------------------------------------------------------- */

/* Lets the jobs of a queue use something. Returns false if those of another queue do. */
static inline bool capsule_use_bind(capsule_use *use, capsule_queue *queue) {
  if (use->queue == NULL) use->queue = queue;
  return use->queue == queue;
}

static inline bool capsule_job_can_run(const capsule_job *job) {
  const uint64_t search = job->queue->searches;
  for (size_t i = 0; i < job->use_count; i++) {
    const capsule_use *const use = job->uses[i].use;
    const bool alone = job->uses[i].alone;
    if (use->running_alone > 0 || (alone && use->running > 0)) return false;
    if (use->passed_alone == search || (alone && use->passed == search)) return false;
  }
  return true;
}

/* Keeps later jobs from overtaking one that waits. */
static inline void capsule_job_pass(const capsule_job *job) {
  for (size_t i = 0; i < job->use_count; i++) {
    capsule_use *const use = job->uses[i].use;
    use->passed = job->queue->searches;
    if (job->uses[i].alone) use->passed_alone = job->queue->searches;
  }
}

static inline void capsule_job_count_running(const capsule_job *job, bool starts) {
  const uint32_t change = starts ? 1u : UINT32_MAX; /* adding it subtracts 1 */
  job->queue->running = starts ? job->queue->running + 1 : job->queue->running - 1;
  for (size_t i = 0; i < job->use_count; i++) {
    job->uses[i].use->running += change;
    if (job->uses[i].alone) job->uses[i].use->running_alone += change;
  }
}

/* Destroys a job that is neither in the queue nor running. `counted`: it was pending. */
static inline void capsule_job_delete(napi_env env, capsule_job *job, bool counted) {
  if (counted) {
    job->queue->pending--;
    for (size_t i = 0; i < job->use_count; i++) {
      capsule_use *const use = job->uses[i].use;
      if (job->uses[i].alone) use->alone--;
      if (--use->pending == 0 && use->idle != NULL) use->idle(use);
    }
  }
  job->destroy(env, job);
  if (job->work != NULL) napi_delete_async_work(env, job->work);
  free(job);
}

/* ---- Jobs: settling and starting ----------------------------------------------------------- */

/* Fulfills or rejects the promise of a job. Returns false if JavaScript cannot run any more,
   because the environment ends. */
static inline bool capsule_job_settle(napi_env env, capsule_job *job, napi_status status) {
  napi_value value = status == napi_ok ? job->finish(env, job) : NULL;
  if (value != NULL && napi_resolve_deferred(env, job->deferred, value) == napi_ok) return true;
  for (int attempt = 0; attempt < 2; attempt++) {
    capsule_fail(env); /* unless an exception is pending */
    if (napi_get_and_clear_last_exception(env, &value) != napi_ok) continue;
    status = napi_reject_deferred(env, job->deferred, value);
    if (status == napi_ok) return true;
  }
  if (status != napi_pending_exception) return status != napi_cannot_run_js;
  /* Without an exception, this status means that no JavaScript can run. */
  bool pending = false;
  return napi_is_exception_pending(env, &pending) != napi_ok || pending;
}

/* Starts jobs that wait, as many as may run. */
static inline void capsule_queue_start(napi_env env, capsule_queue *queue) {
  capsule_job **link = &queue->first;
  queue->searches++;
  while (*link != NULL && queue->running < queue->limit) {
    capsule_job *const job = *link;
    if (!capsule_job_can_run(job)) {
      capsule_job_pass(job);
      link = &job->next;
      continue;
    }
    *link = job->next;
    if (*link == NULL) queue->end = link;
    const napi_status status = napi_queue_async_work(env, job->work);
    if (status == napi_ok) {
      capsule_job_count_running(job, true);
    } else {
      capsule_job_settle(env, job, status);
      capsule_job_delete(env, job, true);
    }
  }
}

static inline void capsule_queue_delete(capsule_queue *queue) {
  if (queue->array_buffer != NULL) napi_delete_reference(queue->env, queue->array_buffer);
  free(queue);
}

static inline void capsule_job_execute(napi_env env, void *data) {
  capsule_job *const job = (capsule_job *)data;
  (void)env;
  job->run(job);
}

/* Node also calls it while a Worker ends. Then every call that runs JavaScript fails, the promise
   stays pending, and no other job is started. */
static inline void capsule_job_complete(napi_env env, napi_status status, void *data) {
  capsule_job *const job = (capsule_job *)data;
  capsule_queue *const queue = job->queue;
  capsule_job_count_running(job, false);
  const bool runs = capsule_job_settle(env, job, status);
  capsule_job_delete(env, job, true);
  if (queue->closed) {
    if (queue->running == 0) free(queue);
  } else if (runs) {
    capsule_queue_start(env, queue);
  }
}

/* ---- Queues -------------------------------------------------------------------------------- */

/* Called when the environment ends. */
static inline void capsule_queue_close(void *data) {
  capsule_queue *const queue = (capsule_queue *)data;
  while (queue->first != NULL) {
    capsule_job *const job = queue->first;
    queue->first = job->next;
    capsule_job_delete(queue->env, job, true);
  }
  queue->closed = true;
  if (queue->running == 0) capsule_queue_delete(queue);
}

/* One less than the threads of libuv's pool, which has 4 unless UV_THREADPOOL_SIZE says otherwise.
 */
static inline size_t capsule_pool_limit(void) {
  const char *const text = getenv("UV_THREADPOOL_SIZE");
  const long threads = text == NULL ? 4 : strtol(text, NULL, 10);
  return threads > 1024 ? 1023 : threads > 1 ? (size_t)threads - 1 : 1;
}

/* Creates a queue, which lives until the environment ends.

     table   for the functions that have the queue as their data
     name    of the jobs, for debuggers; in static storage

   Returns    the queue, or NULL with a pending exception. */
static inline capsule_queue *capsule_queue_new(napi_env env, const void *table, const char *name) {
  napi_value global, constructor;
  napi_ref reference;
  capsule_refusal refusal;
  capsule_refusal_init(&refusal, "Preparing promises", NULL);
  if (!capsule_pin_self()) {
    capsule_refusal_set(&refusal, CAPSULE_NOT_PINNED, "an addon that can be pinned",
                        "one that the system cannot pin", "");
    capsule_throw(env, &refusal, NULL);
    return NULL;
  }
  capsule_queue *const queue = (capsule_queue *)calloc(1, sizeof *queue);
  if (queue == NULL) {
    capsule_refusal_set(&refusal, CAPSULE_OUT_OF_MEMORY, "memory for a queue", "none", "");
    capsule_throw(env, &refusal, NULL);
    return NULL;
  }
  queue->table = table;
  queue->name = name;
  queue->env = env;
  queue->end = &queue->first;
  queue->limit = capsule_pool_limit();
  if (napi_get_global(env, &global) == napi_ok &&
      napi_get_named_property(env, global, "ArrayBuffer", &constructor) == napi_ok &&
      napi_create_reference(env, constructor, 1, &reference) == napi_ok) {
    queue->array_buffer = reference;
    if (napi_add_env_cleanup_hook(env, capsule_queue_close, queue) == napi_ok) return queue;
  }
  capsule_fail(env);
  capsule_queue_delete(queue);
  return NULL;
}

/* Removes a job that waits, so that it never runs; one that runs is not affected. The promise is
   fulfilled with undefined: its caller has already got the reason of the signal. */
static inline void capsule_queue_cancel(napi_env env, capsule_queue *queue, double id) {
  napi_value undefined;
  capsule_job **link = &queue->first;
  while (*link != NULL && (*link)->id != id) link = &(*link)->next;
  capsule_job *const job = *link;
  if (job == NULL || napi_get_undefined(env, &undefined) != napi_ok) return;
  *link = job->next;
  if (*link == NULL) queue->end = link;
  napi_resolve_deferred(env, job->deferred, undefined);
  capsule_job_delete(env, job, true);
  capsule_queue_start(env, queue); /* others may have waited for what it was to use */
}

/* ---- Memory of a job ----------------------------------------------------------------------- */

static inline void capsule_buffer_free(napi_env env, capsule_buffer *buffer) {
  if (buffer->held != NULL) capsule_release(buffer->held);
  if (buffer->array != NULL) napi_delete_reference(env, buffer->array);
  free(buffer->copy);
}

/* Frees a copy as soon as the function has returned, on the thread of the pool: freeing many pages
   takes milliseconds. */
static inline void capsule_buffer_free_copy(capsule_buffer *buffer) {
  free(buffer->copy);
  buffer->copy = NULL;
}

/* The array of a result: the new one, or undefined if JavaScript has it. */
static inline napi_status capsule_buffer_value(napi_env env, const capsule_buffer *buffer,
                                               napi_value *value) {
  return buffer->is_new ? napi_get_reference_value(env, buffer->array, value)
                        : napi_get_undefined(env, value);
}

/* Whether an array is in shared memory. Engines that do not tell are treated as if it were not. */
static inline bool capsule_is_shared(napi_env env, napi_value array) {
  napi_value memory = NULL;
  bool is_array_buffer = true;
  return napi_get_typedarray_info(env, array, NULL, NULL, NULL, &memory, NULL) == napi_ok &&
         napi_is_arraybuffer(env, memory, &is_array_buffer) == napi_ok && !is_array_buffer;
}

/* Keeps an array from being collected. A call that fails may leave anything in its result. */
static inline bool capsule_buffer_refer(napi_env env, capsule_buffer *buffer, napi_value array) {
  napi_ref reference;
  if (napi_create_reference(env, array, 1, &reference) != napi_ok) return false;
  buffer->array = reference;
  return true;
}

/* Keeps memory in place if that is safe: it is shared, or *held is a data capsule, which then
   belongs to the buffer. */
static inline bool capsule_keep_in_place(napi_env env, capsule_buffer *buffer, napi_value array,
                                         void *data, capsule_envelope **held, bool *kept) {
  buffer->data = data;
  *kept = *held != NULL || capsule_is_shared(env, array);
  if (*held == NULL && *kept) return capsule_buffer_refer(env, buffer, array);
  buffer->held = *held;
  *held = NULL;
  return true;
}

/* Keeps memory that is only read: in place, or as a copy. Returns false if that fails. */
static inline bool capsule_keep(napi_env env, capsule_job *job, capsule_buffer *buffer,
                                napi_value array, void *data, size_t bytes,
                                capsule_envelope **held) {
  bool kept = false;
  if (!capsule_keep_in_place(env, buffer, array, data, held, &kept)) return false;
  if (kept) return true;
  buffer->data = buffer->copy = malloc(bytes == 0 ? 1 : bytes);
  job->out_of_memory = buffer->copy == NULL;
  if (bytes > 0 && buffer->copy != NULL) memcpy(buffer->copy, data, bytes);
  return buffer->copy != NULL;
}

/* Keeps memory that receives a result. An array that is not shared is rejected: a script could
   detach it meanwhile. */
static inline bool capsule_keep_result(napi_env env, capsule_job *job, capsule_buffer *buffer,
                                       napi_value array, void *data, capsule_envelope **held) {
  bool kept = false;
  if (!capsule_keep_in_place(env, buffer, array, data, held, &kept)) return false;
  job->rejected = !kept;
  return kept;
}

/* Creates an array of n elements for a result. It has a copy of `from` unless that is NULL, and
   zeros otherwise. Returns false if that fails. */
static inline bool capsule_keep_new(napi_env env, capsule_job *job, capsule_buffer *buffer,
                                    napi_typedarray_type type, size_t size, size_t n,
                                    const void *from) {
  napi_value constructor, length, memory, array;
  size_t bytes = 0;
  /* napi_create_arraybuffer would end the process if there is no memory; the constructor throws. */
  if (napi_get_reference_value(env, job->queue->array_buffer, &constructor) != napi_ok ||
      napi_create_double(env, (double)n * (double)size, &length) != napi_ok)
    return false;
  napi_status status = napi_new_instance(env, constructor, 1, &length, &memory);
  if (status == napi_pending_exception) {
    job->out_of_memory = napi_get_and_clear_last_exception(env, &memory) == napi_ok;
    return false;
  }
  if (status == napi_ok) status = napi_get_arraybuffer_info(env, memory, &buffer->data, &bytes);
  if (status != napi_ok || bytes / size != n ||
      napi_create_typedarray(env, type, n, memory, 0, &array) != napi_ok ||
      !capsule_buffer_refer(env, buffer, array))
    return false;
  buffer->is_new = true;
  if (from != NULL && bytes > 0) memcpy(buffer->data, from, bytes);
  return true;
}

/* Keeps memory that is changed: in place, or as a copy, which is a result. */
static inline bool capsule_keep_changed(napi_env env, capsule_job *job, capsule_buffer *buffer,
                                        napi_value array, napi_typedarray_type type, size_t size,
                                        size_t n, void *data, capsule_envelope **held) {
  bool kept = false;
  if (!capsule_keep_in_place(env, buffer, array, data, held, &kept)) return false;
  return kept || capsule_keep_new(env, job, buffer, type, size, n, data);
}

/* ---- Calls --------------------------------------------------------------------------------- */

/* Creates a job of `size` bytes; all members of the caller are zero. Returns NULL if there is no
   memory. */
static inline capsule_job *capsule_job_new(capsule_queue *queue, size_t size,
                                           void (*run)(capsule_job *job),
                                           napi_value (*finish)(napi_env env, capsule_job *job),
                                           void (*destroy)(napi_env env, capsule_job *job)) {
  capsule_job *const job = (capsule_job *)calloc(1, size);
  if (job == NULL) return NULL;
  job->queue = queue;
  job->run = run;
  job->finish = finish;
  job->destroy = destroy;
  return job;
}

/* Creates what Node-API needs to run a job. */
static inline bool capsule_job_prepare(napi_env env, capsule_job *job, napi_value *promise) {
  napi_value name;
  napi_async_work work;
  if (napi_create_string_utf8(env, job->queue->name, NAPI_AUTO_LENGTH, &name) != napi_ok ||
      napi_create_async_work(env, NULL, name, capsule_job_execute, capsule_job_complete, job,
                             &work) != napi_ok)
    return false;
  job->work = work;
  return napi_create_promise(env, &job->deferred, promise) == napi_ok;
}

/* Starts a job, or queues it. Owns the job from now on.

     job     from capsule_job_new; NULL if that had no memory
     ready   whether the job has kept all that it needs

   Returns    the promise. Without one: false if there is no memory, true if too many jobs are
              pending, and NULL with a pending exception, or without one if a function that keeps
              memory has rejected an argument. */
static inline napi_value capsule_job_start(napi_env env, capsule_queue *queue, capsule_job *job,
                                           bool ready, double id) {
  napi_value result = NULL;
  const bool full = queue->pending >= CAPSULE_MAX_PENDING;
  if (job != NULL && ready && !full && capsule_job_prepare(env, job, &result)) {
    job->id = id;
    queue->pending++;
    for (size_t i = 0; i < job->use_count; i++) {
      job->uses[i].use->pending++;
      if (job->uses[i].alone) job->uses[i].use->alone++;
    }
    *queue->end = job;
    queue->end = &job->next;
    capsule_queue_start(env, queue);
    return result;
  }
  const bool out_of_memory = job == NULL || job->out_of_memory;
  const bool rejected = job != NULL && job->rejected;
  if (job != NULL) capsule_job_delete(env, job, false);
  if (rejected) return NULL;
  if (!out_of_memory && !(ready && full)) return capsule_fail(env);
  return napi_get_boolean(env, !out_of_memory, &result) == napi_ok ? result : capsule_fail(env);
}

/* Creates an object with the results r0, r1, ... of a job. It hides a `then` of its prototype,
   which a promise would call. */
static inline napi_value capsule_job_result(napi_env env, const napi_value *parts, size_t count) {
  napi_value object, undefined;
  if (napi_create_object(env, &object) != napi_ok || napi_get_undefined(env, &undefined) != napi_ok)
    return NULL;
  napi_property_descriptor property = capsule_property("then", undefined);
  if (napi_define_properties(env, object, 1, &property) != napi_ok) return NULL;
  for (size_t i = 0; i < count; i++) {
    char name[24];
    snprintf(name, sizeof name, "r%u", (unsigned)i);
    property = capsule_property(name, parts[i]);
    if (napi_define_properties(env, object, 1, &property) != napi_ok) return NULL;
  }
  return object;
}

/* ---- Arguments of generated functions ------------------------------------------------------ */

/* Keeps the integers that were copied for C. The elements in JavaScript, if they are written, stay
   `data`. */
static inline bool capsule_js_take_sizes(capsule_buffer *buffer, capsule_js_array *array) {
  if (array->original == NULL) return true;
  buffer->copy = array->data;
  array->data = array->original;
  array->original = NULL;
  return true;
}

/* The integers that C has: a copy, or those of a data capsule. */
static inline void *capsule_js_sizes(const capsule_buffer *buffer) {
  return buffer->copy != NULL ? buffer->copy : buffer->data;
}

/* Creates integers for C to write. */
static inline bool capsule_js_new_sizes(capsule_job *job, capsule_buffer *buffer, size_t n) {
  buffer->copy = calloc(n == 0 ? 1 : n, sizeof(size_t));
  job->out_of_memory = buffer->copy == NULL;
  return buffer->copy != NULL;
}

/* Writes the integers to where JavaScript has them. */
static inline void capsule_js_store_kept(const capsule_buffer *buffer, size_t n) {
  double *const numbers = (double *)buffer->data;
  for (size_t i = 0; buffer->copy != NULL && i < n; i++)
    numbers[i] = (double)((const ptrdiff_t *)buffer->copy)[i];
}

/* The part of an array in which n elements at equal distances lie, and the index of the first of
   them in it. A promise keeps no more. */
static inline void *capsule_js_span(const capsule_js_strided *x, double n, size_t size,
                                    size_t *bytes, size_t *first) {
  const double last = x->offset + (n - 1) * x->stride;
  const double low = n == 0 ? 0 : x->offset < last ? x->offset : last;
  const double high = n == 0 ? -1 : x->offset < last ? last : x->offset;
  *bytes = (size_t)(high - low + 1) * size;
  *first = n == 0 ? 0 : (size_t)(x->offset - low);
  return n == 0 ? x->array.data : (char *)x->array.data + (size_t)low * size;
}

#endif
