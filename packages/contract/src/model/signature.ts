import type { Fn } from './contract.js';
import { MAX_SIGNATURE, tooLarge } from './limits.js';
import type { Named, Result } from './types.js';

type AnyType = Result | Named;
type Types = Pick<Fn, 'result' | 'args'>;

/**
 * The C ABI of a function as text: `f64(*f64,*f64,usize)`. The text has widths, signedness and pointer depth. A struct
 * becomes its fields in braces, a callback its signature in parentheses, and an opaque struct its name in angle
 * brackets, because only the name distinguishes it. The text has no other names, no C type names and no `const`.
 * Functions with equal signatures are compatible.
 *
 * @throws RangeError ERR_CONTRACT_TOO_LARGE if it is longer than C compilers accept
 * @example
 * ```ts
 * import { constPtr, f64, fn, signature, usize } from '@capsule/contract';
 *
 * const sum = fn(f64, { x: constPtr(f64), n: usize }, { since: '1.0', thread: 'any', doc: 'The sum of x.' });
 * console.log(signature(sum)); // f64(*f64,usize)
 * ```
 */
export function signature(fn: Types): string {
  return signatureIn('signature(fn)', fn);
}

/** @param where - the contract and the function, for messages */
export function signatureIn(where: string, fn: Types): string {
  // A struct that is used twice at each of many levels has an exponential signature.
  if (lengthOf(fn, new Map()) > MAX_SIGNATURE) throw tooLarge(where, 'a signature of', `${MAX_SIGNATURE} characters`);
  return textOf(fn);
}

const textOf = ({ result, args }: Types): string => `${abiOf(result)}(${Object.values(args).map(abiOf).join(',')})`;

function abiOf(type: AnyType): string {
  switch (type.kind) {
    case 'scalar':
      return type.name;
    case 'nothing':
      return 'void';
    case 'pointer':
      return `*${abiOf(type.to)}`;
    case 'struct':
      return `{${Object.values(type.fields).map(abiOf).join(',')}}`;
    case 'opaque':
      return `<${type.name}>`;
    case 'callback':
      return `(${textOf(type)})`;
  }
}

/** The length of a signature, computed without building the text. */
function lengthOf({ result, args }: Types, known: Map<AnyType, number>): number {
  return abiLength(result, known) + 1 + membersLength(args, known);
}

/** The length of a list and of the character that closes it. */
function membersLength(members: Readonly<Record<string, AnyType>>, known: Map<AnyType, number>): number {
  const types = Object.values(members);
  return types.reduce((length, type) => length + abiLength(type, known) + 1, types.length === 0 ? 1 : 0);
}

function abiLength(type: AnyType, known: Map<AnyType, number>): number {
  const length = known.get(type) ?? measure(type, known);
  known.set(type, length);
  return length;
}

function measure(type: AnyType, known: Map<AnyType, number>): number {
  switch (type.kind) {
    case 'pointer':
      return 1 + abiLength(type.to, known);
    case 'struct':
      return 1 + membersLength(type.fields, known);
    case 'callback':
      return 2 + lengthOf(type, known);
    default:
      return abiOf(type).length;
  }
}

/** A type with `const` and names, for the record: `*const f64`, `*struct moments`, `callback integrand`. */
export function declared(type: AnyType): string {
  switch (type.kind) {
    case 'pointer':
      return `*${type.const ? 'const ' : ''}${declared(type.to)}`;
    case 'struct':
    case 'opaque':
    case 'callback':
      return `${type.kind} ${type.name}`;
    default:
      return abiOf(type);
  }
}

/** The declaration of a value in C: `const double *x`. */
export function declare(type: AnyType, name: string, prefix: string): string {
  const spelled = spell(type, prefix);
  return name === '' ? spelled : `${spelled}${spelled.endsWith('*') ? '' : ' '}${name}`;
}

function spell(type: AnyType, prefix: string): string {
  switch (type.kind) {
    case 'scalar':
      return type.c;
    case 'nothing':
      return 'void';
    case 'struct':
    case 'opaque':
      return `${prefix}_${type.name}`;
    case 'callback':
      return `${prefix}_${type.name}_fn *`;
    case 'pointer': {
      const to = spell(type.to, prefix);
      if (to.endsWith('*')) return `${to}${type.const ? 'const ' : ''}*`;
      return `${type.const ? 'const ' : ''}${to} *`;
    }
  }
}
