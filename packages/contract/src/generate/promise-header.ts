import {
  type ArrayParameter,
  type Call,
  callsOf,
  type Output,
  type Parameter,
  type StridedParameter,
} from '../model/call.js';
import type { Contract } from '../model/contract.js';
import type { Scalar } from '../model/types.js';
import { checksOf } from './checks.js';
import { bindingChecks, checkText, conditionOperand, explicit, local, reader, sizePlus } from './js-arguments.js';
import {
  bindingOf,
  camelCase,
  isBigInt,
  isImplied,
  isResultArray,
  isSizes,
  nativeParameters,
  scriptName,
} from './js-call.js';
import { type Part, partsOf, promisedCalls } from './promise-call.js';

// The C side of the promises. A native function reads and checks its arguments as that of the synchronous function
// does, with the same code, then keeps them in a job. Names of arguments end in an underscore, other names do not.

/** The part of `<prefix>_functions.h` that starts each function on another thread. */
export function promiseText(contract: Contract): string {
  const { calls } = promisedCalls(contract);
  const begin = `/* ---- Promises ${'-'.repeat(82)} */`;
  return [begin, ...calls.map((call) => callText(contract, call)), defineText(contract, calls)].join('\n\n');
}

const typedArrayTypes: Readonly<Record<string, string>> = {
  i8: 'int8',
  i16: 'int16',
  i32: 'int32',
  i64: 'bigint64',
  isize: 'float64',
  u8: 'uint8',
  u16: 'uint16',
  u32: 'uint32',
  u64: 'biguint64',
  usize: 'float64',
  f32: 'float32',
  f64: 'float64',
};

type NativeParameter = Parameter | StridedParameter;
const isSizesArray = (parameter: NativeParameter): parameter is ArrayParameter =>
  parameter.kind === 'array' && isSizes(parameter.element);
const isStride = (call: Call, name: string): boolean => call.strided.some(({ stride }) => stride === name);
/** The arrays of integers that C writes: JavaScript gets them as numbers. */
const writtenSizes = ({ parameters }: Call): ArrayParameter[] =>
  parameters.filter(isSizesArray).filter(({ use }) => use !== 'array');
/** The outputs that are indices of an array: it is known whether that has elements. */
const indexedArrays = (call: Call): string[] => [
  ...new Set(call.outputs.flatMap(({ name }) => bindingOf(call, name).index ?? [])),
];
const isLength = (call: Call, name: string): boolean =>
  call.lengths.some((length) => length.name === name && isImplied(length));
const indent = (lines: readonly string[], by = '  '): string =>
  lines.map((line) => (line === '' ? line : `${by}${line}`)).join('\n');

function callText(contract: Contract, call: Call): string {
  const { prefix } = contract;
  const { fn } = call;
  const p = `${prefix}_js`;
  const job = `${p}_job_${fn.name}`;
  return `typedef struct ${job} {
${indent(members(contract, call))}
} ${job};

static void ${p}_run_${fn.name}(capsule_job *base) {
  ${job} *const job = (${job} *)(void *)base;
${indent(runLines(contract, call))}
}

static napi_value ${p}_finish_${fn.name}(napi_env env, capsule_job *base) {
${indent(finishLines(contract, call))}
}

static void ${p}_destroy_${fn.name}(napi_env env, capsule_job *base) {
  ${job} *const job = (${job} *)(void *)base;
${indent(destroyLines(contract, call))}
}

static napi_value ${p}_start_${fn.name}(napi_env env, napi_callback_info info) {
${indent(startLines(contract, call))}
}`;
}

/** How many things a job uses: its handles, and the right to be the only call. */
const useCount = ({ fn, parameters }: Call): number =>
  parameters.filter(({ kind }) => kind === 'handle').length + (fn.about.thread === 'one' ? 1 : 0);

const outputType = (prefix: string, { type }: Output): string =>
  type.kind === 'scalar' ? type.c : `${prefix}_${type.name}`;

/** The members of a job. */
function members({ prefix }: Contract, call: Call): string[] {
  const { returned } = call;
  const uses = useCount(call);
  return [
    'capsule_job base;',
    `const ${prefix}_api *api;`,
    ...(uses === 0 ? [] : [`capsule_job_use uses[${uses}];`]),
    ...call.parameters.flatMap((parameter) => {
      switch (parameter.kind) {
        case 'array':
          return `capsule_buffer ${local(parameter.name)};`;
        case 'handle':
          return `${prefix}_${parameter.type.name} *${local(parameter.name)};`;
        case 'scalar':
          return isStride(call, parameter.name) ? [] : `${parameter.type.c} ${local(parameter.name)};`;
        default:
          return [];
      }
    }),
    ...call.strided.flatMap(({ name }) => [
      `capsule_buffer ${local(name)};`,
      `size_t firstOf_${name};`,
      `ptrdiff_t strideOf_${name};`,
    ]),
    ...writtenSizes(call).map(({ name }) => `size_t countOf_${name};`),
    ...indexedArrays(call).map((name) => `bool isEmpty_${name};`),
    ...call.outputs.map((output) => `${outputType(prefix, output)} ${local(output.name)};`),
    ...(returned.kind === 'value' || returned.kind === 'status' ? [`${returned.type.c} value;`] : []),
    ...(returned.kind === 'owned' ? [`${prefix}_${returned.type.name} *value;`] : []),
  ];
}

/** Calls the function of the table. */
function runLines({ prefix }: Contract, call: Call): string[] {
  const args = Object.keys(call.fn.args).map((name) => {
    const parameter = [...call.parameters, ...call.strided].find((each) => each.name === name);
    const strided = call.strided.find(({ stride }) => stride === name);
    if (strided !== undefined) return `job->strideOf_${strided.name}`;
    const kept = `job->${local(name)}`;
    if (parameter === undefined) return `&${kept}`;
    if (parameter.kind === 'strided')
      return `job->${local(parameter.count)} > 0 ? (const ${parameter.element.c} *)${kept}.data + job->firstOf_${name} : NULL`;
    if (parameter.kind !== 'array') return kept;
    const data = isSizesArray(parameter) ? `capsule_js_sizes(&${kept})` : `${kept}.data`;
    return `(${parameter.use === 'array' ? 'const ' : ''}${parameter.element.c} *)${data}`;
  });
  const invoke = `job->api->${call.fn.name}(${args.join(', ')});`;
  const lines = [call.returned.kind === 'nothing' ? invoke : `job->value = ${invoke}`];
  const sizes = writtenSizes(call);
  const copies = [
    ...call.parameters.filter((each) => each.kind === 'array' && each.use === 'array'),
    ...call.strided,
    ...sizes,
  ];
  const { returned } = call;
  const succeeded =
    returned.kind === 'status'
      ? `if (${returned.type.name === 'bool' && !('true' in returned.failures) ? 'job->value' : 'job->value == 0'}) `
      : '';
  return [
    ...(call.fn.about.thread === 'one' ? [`${prefix}_js_lock();`, ...lines, `${prefix}_js_unlock();`] : lines),
    ...sizes.map(({ name }) => `${succeeded}capsule_js_store_kept(&job->${local(name)}, job->countOf_${name});`),
    ...copies.map(({ name }) => `capsule_buffer_free_copy(&job->${local(name)});`),
  ];
}

/** Creates the results. */
function finishLines({ prefix }: Contract, call: Call): string[] {
  const parts = partsOf(call);
  const job = `${prefix}_js_job_${call.fn.name}`;
  const value = parts.length === 1 && isPlain(parts[0]) ? '&result' : undefined;
  const cast = [`${job} *const job = (${job} *)(void *)base;`];
  if (parts.length === 0) {
    return [
      'napi_value result = NULL;',
      '(void)base;',
      'return napi_get_undefined(env, &result) == napi_ok ? result : NULL;',
    ];
  }
  if (value !== undefined) {
    return [
      ...cast,
      'napi_value result = NULL;',
      `return ${createPart(call, parts[0] as Part, value)} == napi_ok ? result : NULL;`,
    ];
  }
  return [
    ...cast,
    `napi_value parts[${parts.length}];`,
    ...parts.flatMap((part, i) =>
      part.kind === 'handle'
        ? handleLines(prefix, call, `parts[${i}]`)
        : [`if (${createPart(call, part, `&parts[${i}]`)} != napi_ok) return NULL;`],
    ),
    `return capsule_job_result(env, parts, ${parts.length});`,
  ];
}

/** Whether a value is passed as it is. The object of several values hides a \`then\` of prototypes. */
const isPlain = (part: Part | undefined): boolean => part?.kind === 'status' || part?.kind === 'number';

/** A call that creates a value, as an expression of type napi_status. */
function createPart(call: Call, part: Part, to: string): string {
  switch (part.kind) {
    case 'status':
      return call.returned.kind === 'status' ? createScalar(call.returned.type, 'job->value', to) : '';
    case 'array':
      return `capsule_buffer_value(env, &job->${local(part.value.name)}, ${to})`;
    case 'handle':
      return '';
    case 'number': {
      const isReturned = call.returned.kind === 'value' && !call.outputs.includes(part.value);
      const from = isReturned ? 'job->value' : `job->${local(part.value.name)}`;
      const text = part.field === undefined ? from : `${from}.${part.field}`;
      const { index } = bindingOf(call, part.value.name);
      if (index !== undefined) return `napi_create_double(env, job->isEmpty_${index} ? -1 : (double)${text}, ${to})`;
      return createScalar(part.type, text, to);
    }
  }
}

function createScalar(type: Scalar, from: string, to: string): string {
  if (type.name === 'bool') return `napi_get_boolean(env, ${from}, ${to})`;
  if (isBigInt(type)) return `napi_create_bigint_${type.name === 'i64' ? 'int64' : 'uint64'}(env, ${from}, ${to})`;
  return `napi_create_double(env, ${type.name === 'f64' ? from : `(double)${from}`}, ${to})`;
}

/** Wraps a new handle, or false if there is none. From then on the object owns it. */
function handleLines(prefix: string, { returned }: Call, to: string): string[] {
  if (returned.kind !== 'owned') return [];
  return [
    'if (job->value == NULL) {',
    `  if (napi_get_boolean(env, false, &${to}) != napi_ok) return NULL;`,
    '} else {',
    `  ${prefix}_${returned.type.name} *const handle = job->value;`,
    '  job->value = NULL;',
    `  ${to} = ${prefix}_js_wrap_${returned.type.name}(env, job->api, handle);`,
    `  if (${to} == NULL) return NULL;`,
    '}',
  ];
}

/** Frees what a job keeps. */
function destroyLines({ prefix }: Contract, call: Call): string[] {
  const { returned } = call;
  const arrays = [...call.parameters.filter(({ kind }) => kind === 'array'), ...call.strided];
  const lines = [
    ...arrays.map(({ name }) => `capsule_buffer_free(env, &job->${local(name)});`),
    ...(returned.kind === 'owned'
      ? [
          'if (job->value != NULL) { /* a handle that JavaScript did not get */',
          `  ${prefix}_js_discard_${returned.type.name}(job->api, job->value);`,
          '}',
        ]
      : []),
  ];
  return [...(arrays.length === 0 ? ['(void)env;'] : []), ...(lines.length === 0 ? ['(void)job;'] : lines)];
}

/** Reads the arguments, keeps them in a job, and starts it. */
function startLines(contract: Contract, call: Call): string[] {
  const { prefix } = contract;
  const { fn } = call;
  const p = `${prefix}_js`;
  const parameters = nativeParameters(call);
  const hasArrays = parameters.some(({ kind }) => kind === 'array' || kind === 'strided');
  const hasSizes = parameters.some(isSizesArray);
  const job = `${p}_job_${fn.name}`;
  let next = 0;
  const positions = parameters.map(({ kind }) => {
    const at = next;
    next += kind === 'strided' ? 3 : 1;
    return at;
  });
  const count = next + (hasArrays ? 2 : 1);
  const readers = parameters.map((parameter, i) => {
    const at = positions[i] as number;
    const copies = parameter.kind === 'array' && parameter.use === 'array';
    const { declare, read } = reader(contract, parameter, at, copies);
    if (!isResultArray(parameter)) return { declare: [declare], read };
    const missing = `missing_${parameter.name}`;
    return {
      declare: [declare, `napi_valuetype type_${parameter.name} = napi_undefined;`, `bool ${missing} = false;`],
      read: `napi_typeof(env, in[${at}], &type_${parameter.name}) == napi_ok &&\n      ((${missing} = type_${parameter.name} == napi_undefined) || ${read})`,
    };
  });
  const implied = call.lengths.filter(isImplied);
  const results = parameters.filter(isResultArray);
  const checks = [
    ...results.map(({ name }) => `(!missing_${name} || expected_${name} >= 0)`),
    ...checksOf(call).map((check) => {
      const text = checkText(call, check);
      if (check.kind !== 'overlap') return text;
      const missing = results.filter(({ name }) => name === check.first || name === check.second);
      return missing.length === 0 ? text : `(${missing.map(({ name }) => `missing_${name}`).join(' || ')} || ${text})`;
    }),
    ...explicit(call),
    ...bindingChecks(call),
    ...parameters.flatMap(({ kind, name }) =>
      kind === 'handle' ? [`capsule_use_bind(&${local(name)}->use, queue)`] : [],
    ),
    `napi_get_value_double(env, in[${count - 1}], &id) == napi_ok`,
  ];
  return [
    `napi_value in[${count}];`,
    `size_t count = ${count};`,
    'napi_value result = NULL;',
    'void *data = NULL;',
    'double id = 0;',
    'if (napi_get_cb_info(env, info, &count, in, NULL, &data) != napi_ok) return capsule_fail(env);',
    'capsule_queue *const queue = (capsule_queue *)data;',
    `const ${prefix}_api *const api = (const ${prefix}_api *)queue->table;`,
    ...(hasArrays ? [`const napi_value empty = in[${count - 2}];`] : []),
    ...(hasSizes ? ['bool hasMemory = true;'] : []),
    ...readers.flatMap(({ declare }) => declare),
    `bool valid = ${readers.length === 0 ? 'true' : readers.map(({ read }) => read).join(' &&\n      ')};`,
    ...implied.map(({ name, arrays }) => {
      const [first] = arrays.filter(({ use }) => use !== 'outArray') as [ArrayParameter];
      return `const int64_t lengthOf_${name} = ${sizePlus(first.name, -first.length.plus)};`;
    }),
    ...results.flatMap(({ name, length }) => [
      `const int64_t expected_${name} = ${expectedLength(call, length)};`,
      `if (missing_${name}) ${local(name)}.n = (size_t)expected_${name};`,
    ]),
    `valid = valid && ${checks.join(' &&\n      ')};`,
    'if (valid) {',
    ...[
      ...call.strided.flatMap(({ name, element, count: n }) => [
        `size_t bytesOf_${name} = 0, firstOf_${name} = 0;`,
        `void *const spanOf_${name} = capsule_js_span(&${local(name)}, ${conditionOperand(call, n)}, sizeof(${element.c}), &bytesOf_${name}, &firstOf_${name});`,
      ]),
      `${job} *const job = (${job} *)(void *)capsule_job_new(`,
      `    queue, sizeof(${job}), ${p}_run_${fn.name}, ${p}_finish_${fn.name}, ${p}_destroy_${fn.name});`,
      `const bool ready = ${['job != NULL', ...parameters.flatMap((each, i) => keep(each, positions[i] as number))].join(' &&\n      ')};`,
      'if (ready) {',
      ...fillLines(call).map((line) => `  ${line}`),
      '}',
      'result = capsule_job_start(env, queue, job == NULL ? NULL : &job->base, ready, id);',
    ].map((line) => `  ${line}`),
    ...(hasSizes
      ? [
          '} else if (!hasMemory && napi_get_boolean(env, false, &result) != napi_ok) {',
          '  result = capsule_fail(env);',
        ]
      : []),
    '}',
    ...parameters.flatMap(({ kind, name }) =>
      kind === 'array' || kind === 'strided'
        ? [`capsule_js_release_array(&${local(name)}${kind === 'strided' ? '.array' : ''});`]
        : [],
    ),
    'return result;',
  ].flatMap((line) => line.split('\n'));
}

/** The length of a result, as int64_t. */
function expectedLength(call: Call, { name, plus }: ArrayParameter['length']): string {
  if (name === undefined) return String(plus);
  const from = isLength(call, name) ? `lengthOf_${name}` : `(int64_t)${local(name)}`;
  return plus === 0 ? from : plus > 0 ? `${from} + ${plus}` : `${from} - ${-plus}`;
}

/** Keeps an array: a call that returns whether it succeeded. */
function keep(parameter: NativeParameter, i: number): string[] {
  if (parameter.kind !== 'array' && parameter.kind !== 'strided') return [];
  const { name, element } = parameter;
  const array = local(name);
  const buffer = `&job->${array}`;
  const to = `env, &job->base, ${buffer}`;
  if (parameter.kind === 'strided') {
    return [`capsule_keep(${to}, in[${i}], spanOf_${name}, bytesOf_${name}, &${array}.array.held)`];
  }
  const { use } = parameter;
  const sizes = isSizes(element);
  const type = `napi_${typedArrayTypes[element.name]}_array`;
  const size = sizes ? 'sizeof(double)' : `sizeof(${element.c})`;
  const data = sizes ? `(void *)(uintptr_t)capsule_js_address(&${array})` : `${array}.data`;
  const take = `capsule_js_take_sizes(${buffer}, &${array})`;
  switch (use) {
    case 'array':
      if (sizes) return [take];
      return [`capsule_keep(${to}, in[${i}], ${data}, ${array}.n * ${size}, &${array}.held)`];
    case 'mutArray': {
      const changed = `capsule_keep_changed(${to}, in[${i}], ${type}, ${size}, ${array}.n, ${data}, &${array}.held)`;
      return [changed, ...(sizes ? [take] : [])];
    }
    case 'outArray': {
      const created = `capsule_keep_new(${to}, ${type}, ${size}, ${array}.n, NULL)`;
      const given = `capsule_keep_result(${to}, in[${i}], ${data}, &${array}.held)`;
      const both = `(missing_${name} ? ${created}\n                : ${given})`;
      const integers = `(missing_${name} ? capsule_js_new_sizes(&job->base, ${buffer}, ${array}.n) : ${take})`;
      return [both, ...(sizes ? [integers] : [])];
    }
  }
}

/** Copies the other arguments to the job. */
function fillLines(call: Call): string[] {
  const alone = call.fn.about.thread !== 'any';
  const handles = call.parameters.filter(({ kind }) => kind === 'handle');
  const uses = useCount(call);
  return [
    'job->api = api;',
    ...call.parameters.flatMap((parameter) => {
      const { name } = parameter;
      const to = `job->${local(name)}`;
      switch (parameter.kind) {
        case 'handle':
          return [`${to} = ${local(name)}->handle;`];
        case 'scalar': {
          if (isStride(call, name)) return [];
          if (isLength(call, name)) return [`${to} = (${parameter.type.c})lengthOf_${name};`];
          return [`${to} = ${parameter.type.name === 'bool' ? '' : `(${parameter.type.c})`}${local(name)};`];
        }
        default:
          return [];
      }
    }),
    ...call.strided.flatMap(({ name }) => [
      `job->firstOf_${name} = firstOf_${name};`,
      `job->strideOf_${name} = (ptrdiff_t)${local(name)}.stride;`,
    ]),
    ...writtenSizes(call).map(({ name }) => `job->countOf_${name} = ${local(name)}.n;`),
    ...indexedArrays(call).map((name) => `job->isEmpty_${name} = ${local(name)}.n == 0;`),
    ...handles.flatMap(({ name }, i) => [
      `job->uses[${i}].use = &${local(name)}->use;`,
      `job->uses[${i}].alone = ${alone};`,
    ]),
    ...(uses > handles.length
      ? [`job->uses[${handles.length}].use = &queue->one;`, `job->uses[${handles.length}].alone = true;`]
      : []),
    ...(uses > 0 ? ['job->base.uses = job->uses;', `job->base.use_count = ${uses};`] : []),
  ];
}

function defineText(contract: Contract, calls: readonly Call[]): string {
  const { prefix, name } = contract;
  const p = `${prefix}_js`;
  const { handles } = callsOf(contract);
  const uses = handles.map(
    ({ type: { name: of } }) => `/* How promises use a handle: 0 not at all, 1 share it, 2 need it alone. */
static napi_value ${p}_uses_${of}(napi_env env, napi_callback_info info) {
  napi_value in = NULL, result = NULL;
  size_t count = 1;
  void *data = NULL;
  if (napi_get_cb_info(env, info, &count, &in, NULL, &data) != napi_ok) return capsule_fail(env);
  const capsule_queue *const queue = (const capsule_queue *)data;
  const ${p}_handle_${of} *const box = ${p}_unwrap_${of}(env, (const ${prefix}_api *)queue->table, in);
  const double uses = box == NULL || box->use.pending == 0 ? 0 : box->use.alone > 0 ? 2 : 1;
  return napi_create_double(env, uses, &result) == napi_ok ? result : capsule_fail(env);
}

`,
  );
  const entries = [
    ...calls.map((call) => [`start_${scriptName(call)}`, `${p}_start_${call.fn.name}`]),
    ...handles.map(({ type }) => [`uses_${camelCase(type.name)}`, `${p}_uses_${type.name}`]),
    ['cancel_promise', `${p}_cancel`],
  ];
  return `${uses.join('')}/* Removes the job of a promise that waits. */
static napi_value ${p}_cancel(napi_env env, napi_callback_info info) {
  napi_value in = NULL;
  size_t count = 1;
  void *data = NULL;
  double id = 0;
  if (napi_get_cb_info(env, info, &count, &in, NULL, &data) != napi_ok) return capsule_fail(env);
  if (napi_get_value_double(env, in, &id) == napi_ok) capsule_queue_cancel(env, (capsule_queue *)data, id);
  return NULL;
}

/* Adds the functions that start promises to an object. The addon passes it to createPromises of
   bindings/${prefix}.promises.cjs. Returns false with a pending exception if that fails. */
static inline bool ${p}_define_promises(napi_env env, napi_value object, const ${prefix}_api *api) {
  static const struct {
    const char *name;
    napi_callback function;
  } functions[] = {
${entries.map(([key, fn]) => `      {"${key}", ${fn}},\n`).join('')}      {NULL, NULL}};
  capsule_queue *const queue = capsule_queue_new(env, api, "${name}");
  if (queue == NULL) return false;
  for (size_t i = 0; functions[i].name != NULL; i++) {
    napi_property_descriptor property = capsule_property(functions[i].name, NULL);
    property.method = functions[i].function;
    property.data = queue;
    if (napi_define_properties(env, object, 1, &property) != napi_ok) {
      capsule_fail(env);
      return false;
    }
  }
  return true;
}`;
}
