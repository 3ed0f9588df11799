import { handleOf, isOut } from './check-meanings.js';
import { type Condition, type ParsedLength, parseCondition, parseLength } from './condition.js';
import type { Contract, ContractFunction } from './contract.js';
import type { JavaScriptBinding } from './javascript.js';
import type { ArrayUse, Failure } from './meaning.js';
import { type ArrayArgument, isArray, type Overlap, overlapOf, pairs } from './overlap.js';
import type { Callback, Opaque, Scalar, Struct } from './types.js';
import { minorOf } from './version.js';

// A function as the safe languages see it: no lengths beside arrays, and results that are returned.

/** An argument in the safe languages. */
export type Parameter =
  | {
      readonly kind: 'array';
      readonly name: string;
      readonly use: ArrayUse;
      readonly element: Scalar;
      readonly length: ParsedLength;
    }
  | { readonly kind: 'scalar'; readonly name: string; readonly type: Scalar }
  | { readonly kind: 'handle'; readonly name: string; readonly type: Opaque; readonly isConst: boolean }
  | { readonly kind: 'callback'; readonly name: string; readonly type: Callback; readonly context: string | undefined }
  | { readonly kind: 'context'; readonly name: string; readonly of: string };

export type ArrayParameter = Extract<Parameter, { kind: 'array' }>;

/** A pointer to the first of elements at equal distances. Only JavaScript has such arguments. */
export interface StridedParameter {
  readonly kind: 'strided';
  readonly name: string;
  readonly element: Scalar;
  /** The arguments with the distance and with the number of elements. */
  readonly stride: string;
  readonly count: string;
}

/** A number or a struct that is returned. */
export interface Output {
  readonly name: string;
  readonly type: Scalar | Struct;
}

/** What the C function returns. */
export type Returned =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'value'; readonly type: Scalar }
  | { readonly kind: 'status'; readonly type: Scalar; readonly failures: Readonly<Record<string, Failure>> }
  | { readonly kind: 'owned'; readonly type: Opaque; readonly failure: Failure };

/** An argument that arrays have as their length. */
export interface LengthArgument {
  readonly name: string;
  readonly type: Scalar;
  readonly arrays: readonly ArrayParameter[];
}

export interface Call {
  readonly fn: ContractFunction;
  /** All arguments except outputs, in the order of C; also those that are lengths. */
  readonly parameters: readonly Parameter[];
  /** Elements at equal distances, in JavaScript. */
  readonly strided: readonly StridedParameter[];
  readonly lengths: readonly LengthArgument[];
  readonly outputs: readonly Output[];
  readonly returned: Returned;
  readonly conditions: readonly Condition[];
  /** Pairs of arrays that must not overlap, or may only be equal. */
  readonly overlaps: readonly { readonly first: string; readonly second: string; readonly rule: Overlap }[];
  /** How it looks in JavaScript. */
  readonly binding: JavaScriptBinding;
}

/** A handle and the function that ends it. */
export interface HandleType {
  readonly type: Opaque;
  readonly end: ContractFunction;
}

/** The functions that the safe languages offer, and those that they do not, with the reason. */
export interface Calls {
  readonly calls: readonly Call[];
  readonly handles: readonly HandleType[];
  readonly omitted: readonly { readonly name: string; readonly why: string }[];
}

/** Whether a contract has any meaning. Without one, nothing is generated for the safe languages. */
export const hasMeanings = ({ functions, types }: Contract): boolean =>
  types.some((type) => type.kind === 'opaque' && type.about.end !== undefined) ||
  functions.some(
    ({ args, result, about }) =>
      about.requires !== undefined ||
      [result, ...Object.values(args)].some((type) => 'meaning' in type && type.meaning !== undefined),
  );

/**
 * Functions as the safe languages see them.
 *
 * @param language - 'javascript' offers elements at equal distances too
 */
export function callsOf({ functions, types }: Contract, language?: 'javascript'): Calls {
  const ends = new Map(functions.map((fn) => [fn.name, fn]));
  const handles = types.flatMap((type) => {
    const end = type.kind === 'opaque' && type.about.end !== undefined ? ends.get(type.about.end) : undefined;
    return type.kind === 'opaque' && end !== undefined ? [{ type, end }] : [];
  });
  const calls: Call[] = [];
  const omitted: { name: string; why: string }[] = [];
  for (const fn of functions) {
    const strided = language === 'javascript' ? stridedOf(fn) : [];
    const why = handles.some(({ end }) => end === fn) ? '' : reasonAgainst(fn, strided);
    if (why === undefined) calls.push(callOf(fn, strided));
    else if (why !== '') omitted.push({ name: fn.name, why });
  }
  return { calls, handles, omitted };
}

/** Why a function cannot be offered in the safe languages; undefined if it can. */
function reasonAgainst(
  { args, result, about }: ContractFunction,
  strided: readonly StridedParameter[],
): string | undefined {
  if (about.retired !== undefined) return 'it is retired';
  for (const [name, type] of Object.entries(args)) {
    if (strided.some((each) => each.name === name)) continue;
    if (type.kind === 'pointer' && type.meaning === undefined && handleOf(type) === undefined) {
      return `argument ${name} is a pointer without a meaning`;
    }
    if (type.kind === 'callback' && contextIn(args, name) === undefined) {
      return `the callback ${name} has no contextOf('${name}')`;
    }
  }
  if (result.kind === 'callback') return 'its result is a callback';
  if (result.kind === 'pointer' && result.meaning?.kind === 'owned' && Object.values(args).some(isOut)) {
    return 'it returns a handle and another result';
  }
  return result.kind === 'pointer' && result.meaning === undefined
    ? 'its result is a pointer without a meaning'
    : undefined;
}

/** The arguments that are elements at equal distances. */
function stridedOf({ args, about }: ContractFunction): StridedParameter[] {
  return Object.entries(about.javascript?.args ?? {}).flatMap(([name, { stride, count }]) => {
    const type = args[name];
    if (stride === undefined || count === undefined || type?.kind !== 'pointer' || type.to.kind !== 'scalar') return [];
    return [{ kind: 'strided', name, element: type.to, stride, count }];
  });
}

function callOf(fn: ContractFunction, strided: readonly StridedParameter[]): Call {
  const { args, about } = fn;
  const parameters: Parameter[] = [];
  const outputs: Output[] = [];
  for (const [name, type] of Object.entries(args)) {
    const handle = handleOf(type);
    if (isArray(type)) parameters.push(arrayParameter(name, type));
    else if (type.kind === 'scalar') parameters.push({ kind: 'scalar', name, type });
    else if (type.kind === 'callback')
      parameters.push({ kind: 'callback', name, type, context: contextIn(args, name) });
    else if (type.meaning?.kind === 'out') outputs.push({ name, type: type.to as Scalar | Struct });
    else if (type.meaning?.kind === 'context') parameters.push({ kind: 'context', name, of: type.meaning.of });
    else if (handle !== undefined) parameters.push({ kind: 'handle', name, type: handle, isConst: type.const });
  }
  const arrays = parameters.filter((each): each is ArrayParameter => each.kind === 'array');
  const lengths = parameters.flatMap((each) => {
    const measured = arrays.filter(({ length }) => length.name === each.name);
    return each.kind === 'scalar' && measured.length > 0
      ? [{ name: each.name, type: each.type, arrays: measured }]
      : [];
  });
  const written = arrays.filter(({ use }) => use !== 'array');
  const overlaps = [
    ...pairs(args)
      .map(([first, second]) => ({ first, second, rule: overlapOf(args, first, second) }))
      .filter(({ rule }) => rule !== 'mayOverlap'),
    ...strided.flatMap(({ name: first }) =>
      written.map(({ name: second }) => ({ first, second, rule: 'apart' as const })),
    ),
  ];
  const conditions = (about.requires ?? []).flatMap((text) => parseCondition(text) ?? []);
  const binding = about.javascript ?? {};
  return { fn, parameters, strided, lengths, outputs, returned: returnedBy(fn), conditions, overlaps, binding };
}

function returnedBy({ result }: ContractFunction): Returned {
  if (result.kind === 'scalar') {
    const { meaning } = result;
    if (meaning?.kind === 'status') return { kind: 'status', type: result, failures: meaning.failures };
    return { kind: 'value', type: result };
  }
  if (result.kind === 'pointer' && result.meaning?.kind === 'owned') {
    return { kind: 'owned', type: result.to as Opaque, failure: result.meaning.failure };
  }
  return { kind: 'nothing' };
}

const arrayParameter = (name: string, { to, meaning }: ArrayArgument): ArrayParameter => ({
  kind: 'array',
  name,
  use: meaning.kind,
  element: to,
  length: parseLength(meaning.length) ?? { name: undefined, plus: 1 },
});

/** The argument that is the context of a callback. */
function contextIn(args: ContractFunction['args'], callback: string): string | undefined {
  return Object.entries(args).find(
    ([, type]) => type.kind === 'pointer' && type.meaning?.kind === 'context' && type.meaning.of === callback,
  )?.[0];
}

/** The values that a call returns: the result of C, unless it is a status, and the outputs. */
export function valuesOf({ returned, outputs }: Call): Output[] {
  return [...(returned.kind === 'value' ? [{ name: 'result', type: returned.type }] : []), ...outputs];
}

/** The parameters without lengths: an array of C++ and Rust has its own. */
export const withoutLengths = ({ parameters, lengths }: Call): Parameter[] =>
  parameters.filter(({ name }) => !lengths.some((length) => length.name === name));

/** A call in messages: `dot(x, y)`, with the arguments that callers pass. */
export function operationOf(name: string, parameters: readonly string[]): string {
  return `${name}(${parameters.join(', ')})`;
}

/** The minor that added a call. */
export const sinceOf = ({ fn }: Call): number => minorOf(fn.about.since);
