/**
 * What every generated JavaScript module has besides its functions: the slow path of a call, which finds out why the
 * native function rejected its arguments. It runs no code of an argument.
 */
export const scriptRuntime = `const { types } = require('node:util');
const { capsuleError, describeValue, hasMemory, inspect, isCapsule, typedArrayKind, typedArrayLength } = require('@capsule/core');

// Captured at load; later monkey-patching has no effect.
const arrays = {
  __proto__: null,
  Float64Array, Float32Array, Int8Array, Int16Array, Int32Array, BigInt64Array, Uint8Array, Uint16Array, Uint32Array, BigUint64Array,
};
const { isArray } = Array;
const { isInteger } = Number;

const fail = (call, type, code, expected, found, advice, cause) =>
  capsuleError(type, PREFIX + code, call.operation, {
    expected,
    found,
    ...(advice !== undefined && { advice }),
    ...(cause !== undefined && { cause }),
  });

const count = (n, what = 'value') => n + ' ' + what + (n === 1 ? '' : 's');

/** Allocates an array for a result; undefined if there is no memory. */
function create(kind, n) {
  if (typeof n !== 'number') return undefined;
  try {
    return new arrays[kind](n);
  } catch {
    return undefined;
  }
}

/** Rejects arguments after the parameters, except those that map() passes to a function of one parameter. */
function rejectMore(call, first, more) {
  const { parameters, name } = call;
  const list = more[1];
  const isSafe = (value) => typeof value === 'object' && !types.isProxy(value) && isArray(value);
  if (parameters.length === 1 && more.length === 2 && typeof more[0] === 'number' && isSafe(list) && list[more[0]] === first) return;
  for (let i = 0; i < more.length; i++) {
    if (more[i] === undefined) continue;
    const last = parameters[parameters.length - 1];
    const expected = last === undefined ? 'no argument' : 'no argument after ' + last.name;
    const needed = parameters.filter(({ isResult }) => !isResult).map((each) => each.name);
    const advice = isSafe(more[i])
      ? 'In map(), write (x) => ' + name + '(' + needed.join(', ') + ').'
      : name + '() has no options.';
    throw fail(call, TypeError, 'OPTIONS_UNUSABLE', expected, describeValue(more[i]), advice);
  }
}

const iterables = [
  [types.isSet, 'a Set'],
  [types.isMap, 'a Map'],
  [types.isGeneratorObject, 'a generator'],
  [types.isSetIterator, 'an iterator'],
  [types.isMapIterator, 'an iterator'],
];

/** The length of an array argument. Rejects anything else. */
function checkArray(call, { name, array, dtype, writes }, value) {
  if (typedArrayKind(value) === array) {
    if (hasMemory(value)) return typedArrayLength(value);
    throw fail(call, TypeError, 'DETACHED', 'the memory behind ' + name, article(array) + ' whose buffer was transferred or shrunk');
  }
  const wanted = article(array) + ' as ' + name;
  if (isCapsule(value)) {
    const label = inspect(value);
    if (label.kind === 'data') {
      if (label.state !== 'live') return 0; // the native function throws
      const found = label.dtype + label.shape.map((n) => '[' + n + ']').join('') + (label.readOnly ? ', read-only' : '');
      const fits = label.dtype === dtype && label.shape.length === 1 && !(writes && label.readOnly);
      if (fits) return label.shape[0];
      const expected = wanted + ', or ' + (writes ? 'writable ' : '') + dtype + ' data in one dimension';
      throw fail(call, TypeError, 'NOT_A_VECTOR', expected, 'a capsule with ' + found);
    }
  }
  for (let i = 0; i < iterables.length; i++) {
    if (!iterables[i][0](value)) continue;
    throw fail(call, TypeError, 'NOT_A_VECTOR', wanted, iterables[i][1], 'Convert it: ' + array + '.from(' + name + ').');
  }
  throw fail(call, TypeError, 'NOT_A_VECTOR', wanted, describeValue(value));
}

const article = (word) => (/^[AEIO]/.test(word) ? 'an ' : 'a ') + word;

function checkScalar(call, { name, type, low, high }, value) {
  if (typeof value !== type) {
    const code = type === 'boolean' ? 'NOT_A_BOOLEAN' : type === 'bigint' ? 'NOT_A_BIGINT' : 'NOT_A_NUMBER';
    throw fail(call, TypeError, code, 'a ' + type + ' as ' + name, describeValue(value));
  }
  if (low === undefined) return;
  const fits = type === 'bigint' ? value >= BigInt(low) && value <= BigInt(high) : isInteger(value) && value >= low && value <= high;
  if (fits) return;
  const found = type === 'bigint' ? 'another one' : describeValue(value);
  throw fail(call, RangeError, 'NOT_AN_INTEGER', name + ' to be an integer from ' + low + ' to ' + high, found);
}

function checkHandle(call, { name, of, isHandle, isEnded, isBusy }, value) {
  if (!isHandle(value)) throw fail(call, TypeError, 'NOT_A_HANDLE', article(of) + ' as ' + name, describeValue(value));
  if (isEnded(value)) throw fail(call, TypeError, 'HANDLE_ENDED', name + ' to be in use', 'one that was ended');
  if (isBusy === undefined || call.isPromise === true || !isBusy(value)) return;
  throw fail(call, Error, 'HANDLE_BUSY', name + ' to be free', 'one that a promise uses', 'Await the promise before.');
}

/** Explains that C cannot call a function of JavaScript. The native function rejects other values. */
function checkCallback(call, { name, signature }, value) {
  if (isCapsule(value)) return;
  const advice =
    typeof value === 'function'
      ? 'C cannot call JavaScript functions: write it in C, and seal it with capsule_seal_function.'
      : 'Seal one with capsule_seal_function.';
  throw fail(call, TypeError, 'NOT_A_CALLBACK', 'a capsule with a C function ' + signature + ' as ' + name, describeValue(value), advice);
}

const operators = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b && a === a && b === b,
};

/** Evaluates a check of the contract with the lengths, numbers and values of one call. */
function runCheck(call, check, lengths, numbers, values) {
  const reject = (type, found) => fail(call, type, check.code, check.expected, found);
  switch (check.kind) {
    case 'length':
      if (lengths[check.array] !== check.size) throw reject(RangeError, count(lengths[check.array]));
      break;
    case 'shorter':
      if (lengths[check.array] < check.size) throw reject(RangeError, count(lengths[check.array]));
      break;
    case 'range':
      if (lengths[check.array] > check.size) throw reject(RangeError, count(lengths[check.array]));
      break;
    case 'lengths':
      if (lengths[check.other] - lengths[check.first] !== check.difference)
        throw reject(RangeError, lengths[check.first] + ' and ' + count(lengths[check.other]));
      break;
    case 'explicit':
      if (lengths[check.array] !== numbers[check.length] + check.plus) throw reject(RangeError, count(lengths[check.array]));
      break;
    case 'condition': {
      const { left, operator, right } = check;
      const a = numbers[left];
      const b = typeof right === 'number' ? right : numbers[right];
      if (operators[operator](a, b)) break;
      throw reject(RangeError, left + ' = ' + a + (typeof right === 'number' ? '' : ' and ' + right + ' = ' + b));
    }
    case 'sameHandle':
      if (values[check.first] === values[check.second]) throw reject(TypeError, 'one handle');
      break;
  }
}

/**
 * Checks the arguments of a call, and throws if one is unusable. Returns the lengths of the arrays.
 *
 * @param args - the arguments; a result may be missing
 */
function check(call, args) {
  const { parameters } = call;
  const lengths = { __proto__: null };
  const numbers = { __proto__: null };
  const values = { __proto__: null };
  for (let i = 0; i < parameters.length; i++) {
    const parameter = parameters[i];
    const value = args[i];
    values[parameter.name] = value;
    switch (parameter.kind) {
      case 'array':
        if (!(parameter.isResult && value === undefined)) lengths[parameter.name] = checkArray(call, parameter, value);
        break;
      case 'scalar':
        checkScalar(call, parameter, value);
        numbers[parameter.name] = Number(value);
        break;
      case 'handle':
        checkHandle(call, parameter, value);
        break;
      default:
        checkCallback(call, parameter, value);
    }
  }
  // By index: a script can replace the iterator of Arrays.
  for (let i = 0; i < call.lengths.length; i++) {
    const { name, array, plus } = call.lengths[i];
    if (array !== undefined) numbers[name] = lengths[array] - plus;
  }
  // Results that are missing have the right length.
  for (let i = 0; i < parameters.length; i++) {
    const { kind, name, array, length, plus } = parameters[i];
    if (kind !== 'array' || lengths[name] !== undefined) continue;
    lengths[name] = (length === undefined ? 0 : numbers[length]) + plus;
  }
  for (let i = 0; i < call.checks.length; i++) runCheck(call, call.checks[i], lengths, numbers, values);
  for (let i = 0; i < parameters.length; i++) {
    const { kind, name } = parameters[i];
    if (kind !== 'array' || args[i] !== undefined || lengths[name] >= 0) continue;
    throw fail(call, RangeError, 'LENGTH_MISMATCH', name + ' of 0 values or more', count(lengths[name]));
  }
  return lengths;
}

/** Allocates the results that are missing. */
function allocate(call, args, lengths) {
  for (let i = 0; i < call.parameters.length; i++) {
    const { kind, name, array } = call.parameters[i];
    if (kind !== 'array' || args[i] !== undefined) continue;
    args[i] = create(array, lengths[name]);
    if (args[i] !== undefined) continue;
    throw fail(call, RangeError, 'OUT_OF_MEMORY', 'memory for ' + count(lengths[name]) + ' of ' + name, 'less than that');
  }
}

/** The error for arguments that only the native function rejects. */
function rejected(call) {
  if (call.overlap !== undefined) {
    const { expected, found } = call.overlap;
    return fail(call, RangeError, 'OVERLAP', expected, found, 'Copy one: x.slice().');
  }
  const found = 'elements that are not contiguous or not aligned';
  return fail(call, TypeError, 'ARGUMENTS_UNUSABLE', 'arguments that the addon accepts', found);
}

/**
 * Finds out why the native function rejected its arguments, and throws. If the reason is that an array is a data
 * capsule, or has no elements, calls the native function again.
 *
 * @param args - the arguments; a result that is missing is allocated
 */
function retry(call, args) {
  allocate(call, args, check(call, args));
  const done = call.invoke(args);
  if (done !== undefined) return done;
  throw rejected(call);
}

/** The error for the status of a function that failed. */
function failed(call, status) {
  const { code, expected, found, advice } = call.failures[String(status)] ?? UNKNOWN;
  return fail(call, code === 'OUT_OF_MEMORY' ? RangeError : Error, code, expected, found, advice);
}`;
