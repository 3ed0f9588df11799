import { addon, type Capsule, type CapsuleFunction, inspect, type OwnedCapsule, required } from './capsule.js';
import { describeValue } from './describe-value.js';
import { type CapsuleError, coreError } from './errors.js';
import { nearestName, readOption } from './options.js';
import { quote } from './printable.js';

// Captured at load; later monkey-patching has no effect.
const { apply } = Reflect;
const { hasOwn } = Object;
const { endsWith, indexOf: indexIn, slice } = String.prototype;

/** A capsule whose memory is the context of a function: it is passed as the last argument, a `*void`. */
type Context = Capsule<string, 'pointer' | 'data'>;

/** The number of names that a message shows. */
const shown = 40;

/**
 * Makes a function capsule from a function of a table, so that it can be passed to another addon: to `map`, `reduce` or
 * `integrate` of `@capsule/stats`, for example. The consumer calls the C function itself, not JavaScript.
 *
 * The function takes numbers and returns one; its last argument may be a context, `*void`. The table and its code stay
 * mapped until the process ends, so the capsule needs nothing else to stay alive. It has the name of the table, a colon
 * and that of the function.
 *
 * The label of a table has no thread rules. Follow that of the contract: a `'js'` function is only for consumers that
 * call it on the thread that passed it, as those of stats do, and a `'one'` function for those that call it once at a
 * time. With `CAPSULE_DEBUG`, a table with a generated header reports calls that break its rules, also these.
 *
 * @param capsule - a capsule that holds a table
 * @param name - the name of the function in the contract
 * @param options - `context`: a capsule that holds a pointer or data, whose memory is passed to the function as its
 *   last argument. The function capsule holds it. Only the producer of the function knows what it has to be.
 * @returns a capsule that holds the function; with a context it owns its hold on that, and can be disposed of
 * @throws TypeError `ERR_CAPSULE_ENTRY_MISSING` if the table has no such function, or it is retired;
 *   `ERR_CAPSULE_SIGNATURE_MISMATCH` if it takes or returns anything else, or has no context;
 *   `ERR_CAPSULE_NOT_A_CAPSULE`, `ERR_CAPSULE_KIND_MISMATCH`, `ERR_CAPSULE_OPTION_UNUSABLE`
 * @example
 * ```ts
 * import { functionOf, isCapsuleError } from '@capsule/core';
 * import { capsule } from '@capsule/fastmath';
 *
 * try {
 *   functionOf(capsule, 'sum');
 * } catch (error) {
 *   console.log(isCapsuleError(error) && error.found); // sum, f64(*f64,usize)
 * }
 * ```
 */
export function functionOf<Table extends string, Name extends string>(
  capsule: Capsule<Table>,
  name: Name,
  options: { readonly context: Context },
): OwnedCapsule<`${Table}:${Name}`, 'function'>;
export function functionOf<Table extends string, Name extends string>(
  capsule: Capsule<Table>,
  name: Name,
  options?: { readonly context?: Context | undefined },
): Capsule<`${Table}:${Name}`, 'function'>;
export function functionOf(
  capsule: Capsule,
  name: string,
  options?: { readonly context?: Context | undefined },
): Capsule {
  const label = inspect(capsule);
  const operation = `Taking ${typeof name === 'string' ? quote(name) : 'a function'} of ${quote(label.name)}`;
  const context = readOption(operation, options, 'context');
  if (label.kind !== 'table') {
    throw coreError('ERR_CAPSULE_KIND_MISMATCH', operation, {
      expected: 'a capsule that holds a table',
      found: label.kind === 'data' ? 'one that holds data' : `one that holds a ${label.kind}`,
    });
  }
  const index = indexOf(label.functions, name);
  const found = index < 0 ? undefined : (label.functions[index] as CapsuleFunction);
  if (found === undefined || hasOwn(found, 'retired')) {
    throw missing(operation, label.functions, found && 'a function that is retired', name);
  }
  checkSignature(operation, found.signature, context !== undefined, `${name}, ${found.signature}`);
  return required(addon().functionOf(capsule, index, context), operation);
}

/**
 * Makes a function capsule with another context, from one whose signature ends with a context: `f64(f64,*void)`. As
 * `user_data` of SciPy's `LowLevelCallable`, it replaces what the producer has bound.
 *
 * @param capsule - a capsule that holds a function, which stays as it is
 * @param context - a capsule that holds a pointer or data, whose memory is passed to the function as its last argument.
 *   The new capsule holds it. Only the producer of the function knows what it has to be.
 * @returns a capsule that holds the same function, with the same name
 * @throws TypeError `ERR_CAPSULE_SIGNATURE_MISMATCH` if the function has no context; `ERR_CAPSULE_NOT_A_CAPSULE`,
 *   `ERR_CAPSULE_KIND_MISMATCH`; Error `ERR_CAPSULE_DISPOSED`, `ERR_CAPSULE_REVOKED`, `ERR_CAPSULE_TAKEN`
 * @example
 * ```ts
 * import { bindContext, isCapsuleError } from '@capsule/core';
 * import { capsule, createVector } from '@capsule/fastmath';
 *
 * try {
 *   bindContext(capsule, createVector(1));
 * } catch (error) {
 *   console.log(isCapsuleError(error, 'ERR_CAPSULE_KIND_MISMATCH')); // true
 * }
 * ```
 */
export function bindContext<Name extends string>(
  capsule: Capsule<Name>,
  context: Context,
): OwnedCapsule<Name, 'function'> {
  const label = inspect(capsule as Capsule);
  const operation = `Binding a context to ${quote(label.name)}`;
  if (label.kind !== 'function') {
    throw coreError('ERR_CAPSULE_KIND_MISMATCH', operation, {
      expected: 'a capsule that holds a function',
      found: label.kind === 'data' ? 'one that holds data' : `one that holds a ${label.kind}`,
      ...(label.kind === 'table' && { advice: 'Use functionOf(capsule, name, { context }).' }),
    });
  }
  if (!takesContext(label.signature)) throw noContext(operation, label.signature);
  // Not undefined, which would seal the function without a context.
  return required(addon().functionOf(capsule, 0, context ?? null), operation) as OwnedCapsule<Name, 'function'>;
}

function isNumber(type: string): boolean {
  switch (type) {
    case 'i8':
    case 'u8':
    case 'i16':
    case 'u16':
    case 'i32':
    case 'u32':
    case 'i64':
    case 'u64':
    case 'isize':
    case 'usize':
    case 'f32':
    case 'f64':
    case 'bool':
      return true;
    default:
      return false;
  }
}

/** Whether the last argument of a signature is a context. */
const takesContext = (signature: string): boolean =>
  apply(endsWith, signature, ['(*void)']) || apply(endsWith, signature, [',*void)']);

/** Whether a signature has only numbers, and perhaps a context. A regular expression could end the process. */
function isOfNumbers(signature: string): boolean {
  const open: number = apply(indexIn, signature, ['(']);
  const end = signature.length - 1;
  if (open < 0 || signature[end] !== ')' || !isNumber(apply(slice, signature, [0, open]))) return false;
  if (open + 1 === end) return true;
  for (let from = open + 1; from <= end; ) {
    const comma: number = apply(indexIn, signature, [',', from]);
    const to = comma < 0 ? end : comma;
    const type: string = apply(slice, signature, [from, to]);
    if (!isNumber(type) && !(to === end && type === '*void')) return false;
    from = to + 1;
  }
  return true;
}

function checkSignature(operation: string, signature: string, hasContext: boolean, found: string): void {
  if (!isOfNumbers(signature)) {
    throw coreError('ERR_CAPSULE_SIGNATURE_MISMATCH', operation, {
      expected: 'a function of numbers that returns a number, such as f64(f64) or f64(f64,*void)',
      found,
    });
  }
  if (hasContext && !takesContext(signature)) throw noContext(operation, found);
}

function noContext(operation: string, found: string): CapsuleError {
  return coreError('ERR_CAPSULE_SIGNATURE_MISMATCH', operation, {
    expected: 'a function whose last argument is a context, *void',
    found,
  });
}

/** The index of the function with a name; -1 if there is none. */
function indexOf(functions: readonly CapsuleFunction[], name: unknown): number {
  for (let i = 0; i < functions.length; i++) if (functions[i]?.name === name) return i;
  return -1;
}

function missing(
  operation: string,
  functions: readonly CapsuleFunction[],
  found: string | undefined,
  name: unknown,
): CapsuleError {
  let listed = '';
  let count = 0;
  for (let i = 0; i < functions.length; i++) {
    const each = functions[i] as CapsuleFunction;
    if (hasOwn(each, 'retired')) continue;
    if (count < shown) listed += count === 0 ? each.name : `, ${each.name}`;
    count++;
  }
  const more = count > shown ? ` and ${count - shown} more` : '';
  const nameAt = (i: number) => (hasOwn(functions[i] as object, 'retired') ? '' : (functions[i]?.name ?? ''));
  const nearest = typeof name === 'string' ? nearestName(name, functions.length, nameAt) : undefined;
  return coreError('ERR_CAPSULE_ENTRY_MISSING', operation, {
    expected: count === 0 ? 'a function of the table, which has none' : `one of ${listed}${more}`,
    found: found ?? describeValue(name),
    ...(nearest !== undefined && { advice: `Did you mean ${quote(nearest)}?` }),
  });
}
