import { createHash } from 'node:crypto';
import type { HandleType } from '../model/call.js';
import type { Contract } from '../model/contract.js';
import { hasPromises } from './promise-call.js';

/** The tag of a handle: other objects, and handles of other contracts, do not have it. */
function tagOf({ name, major }: Contract, handle: string): [string, string] {
  const hash = createHash('sha256').update(`${name} ${major} ${handle}`).digest('hex');
  return [`0x${hash.slice(0, 16)}`, `0x${hash.slice(16, 32)}`];
}

/** The functions that wrap a handle in an object, and end it. */
export function handleText(contract: Contract, { type, end }: HandleType): string {
  const { prefix } = contract;
  const js = `${prefix}_js`;
  const of = type.name;
  const p = `${js}_handle_${of}`;
  const pointer = `${prefix}_${type.name} *`;
  const [lower, upper] = tagOf(contract, type.name);
  const isPromised = hasPromises(contract);
  return `/* A handle, wrapped by an object that only the JavaScript side has. \`handle\` is NULL after its end. */
typedef struct ${p} {${isPromised ? '\n  capsule_use use; /* of promises; the first member */' : ''}
  const ${prefix}_api *api;
  ${pointer}handle;${
    isPromised
      ? `
  ${pointer}ended; /* a handle that ends when the promises that use it are settled */
  bool collected; /* the object is gone, and the last of these promises frees the box */`
      : ''
  }
} ${p};

static const napi_type_tag ${js}_tag_${of} = {${lower}, ${upper}};

static inline void ${js}_end_${of}(${p} *box) {
  ${pointer}const handle = box->handle;
  box->handle = NULL;${
    isPromised
      ? `
  if (box->use.pending > 0) {
    if (handle != NULL) box->ended = handle;
    return;
  }`
      : ''
  }
  if (handle != NULL) box->api->${end.name}(handle);
}
${
  isPromised
    ? `
/* Ends a handle that no object has. */
static inline void ${js}_discard_${of}(const ${prefix}_api *api, ${pointer}handle) {
  api->${end.name}(handle);
}

/* Called when no promise uses the handle any more. */
static inline void ${js}_idle_${of}(capsule_use *use) {
  ${p} *const box = (${p} *)(void *)use;
  if (box->ended != NULL) box->handle = box->ended;
  if (box->ended != NULL || box->collected) ${js}_end_${of}(box);
  box->ended = NULL;
  if (box->collected) free(box);
}
`
    : ''
}
static inline void ${js}_finalize_${of}(napi_env env, void *data, void *hint) {
  (void)env;
  (void)hint;${
    isPromised
      ? `
  ${p} *const box = (${p} *)data;
  box->collected = box->use.pending > 0;
  if (box->collected) return;`
      : ''
  }
  ${js}_end_${of}((${p} *)data);
  free(data);
}

/* Wraps a handle. Ends it if that fails, and returns false if there is no memory, or NULL with a
   pending exception. */
static inline napi_value ${js}_wrap_${of}(napi_env env, const ${prefix}_api *api, ${pointer}handle) {
  napi_value object = NULL;
  ${p} *const box = (${p} *)${isPromised ? 'calloc(1, sizeof *box)' : 'malloc(sizeof *box)'};
  if (box == NULL) {
    api->${end.name}(handle);
    return napi_get_boolean(env, false, &object) == napi_ok ? object : capsule_fail(env);
  }
  box->api = api;
  box->handle = handle;${isPromised ? `\n  box->use.idle = ${js}_idle_${of};` : ''}
  if (napi_create_object(env, &object) == napi_ok &&
      napi_wrap(env, object, box, ${js}_finalize_${of}, NULL, NULL) == napi_ok) {
    /* From here on the engine owns the box. */
    return napi_type_tag_object(env, object, &${js}_tag_${of}) == napi_ok ? object : capsule_fail(env);
  }
  ${js}_end_${of}(box);
  free(box);
  return capsule_fail(env);
}

/* The box of a handle of this table, or NULL. */
static inline ${p} *${js}_unwrap_${of}(napi_env env, const ${prefix}_api *api, napi_value value) {
  napi_valuetype type = napi_undefined;
  bool is_handle = false;
  void *data = NULL;
  if (napi_typeof(env, value, &type) != napi_ok || type != napi_object) return NULL;
  if (napi_check_object_type_tag(env, value, &${js}_tag_${of}, &is_handle) != napi_ok || !is_handle) return NULL;
  if (napi_unwrap(env, value, &data) != napi_ok) return NULL;
  ${p} *const box = (${p} *)data;
  return box->api == api ? box : NULL;
}

/* Ends a handle, unless it was ended. Returns whether the argument is one. */
static napi_value ${js}_close_${of}(napi_env env, napi_callback_info info) {
  napi_value in = NULL, result = NULL;
  size_t count = 1;
  void *data = NULL;
  if (napi_get_cb_info(env, info, &count, &in, NULL, &data) != napi_ok) return capsule_fail(env);
  ${p} *const box = ${js}_unwrap_${of}(env, (const ${prefix}_api *)data, in);
  if (box != NULL) ${js}_end_${of}(box);
  return napi_get_boolean(env, box != NULL, &result) == napi_ok ? result : capsule_fail(env);
}`;
}
