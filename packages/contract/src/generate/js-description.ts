import { escapeJson } from '../escape.js';
import type { Call, Parameter, StridedParameter } from '../model/call.js';
import { isNumber } from '../model/condition.js';
import { type JavaScriptCondition, parseJavaScriptCondition } from '../model/javascript.js';
import type { Failure } from '../model/meaning.js';
import { signature } from '../model/signature.js';
import type { Scalar } from '../model/types.js';
import { list } from '../model/values.js';
import { type Check, checksOf } from './checks.js';
import {
  bindingOf,
  boundsOf,
  camelCase,
  isBigInt,
  isImplied,
  isResultArray,
  isSizes,
  nativeParameters,
  optionsOf,
  positionsOf,
  resultArrays,
  scriptName,
  scriptNames,
  scriptParameters,
  slotsOf,
  typedArrayOf,
} from './js-call.js';
import { pascalCase } from './text.js';

// A function as the slow path has to know it: as data, which is `Call` in @capsule/core/generated.

export const json = (value: unknown): string => escapeJson(value).replace(/\n\s*/g, ' ');

/** The variable that describes a call. */
export function callDescription(call: Call, isPromised: boolean): string {
  const name = scriptName(call);
  const parameters = nativeParameters(call);
  const shown = scriptNames(call);
  const overlap = overlapData(call);
  const operation = `${name}(${shown.join(', ')})`;
  const strided = stridedData(call);
  const needed = scriptParameters(call).filter((each) => !isResultArray(each));
  return `const call$${name} = $bare({
  prefix: $prefix,
  name: '${name}',
  operation: '${operation}',
  shown: ${json(shown)},
  required: ${json(needed.map((each) => camelCase(each.name)))},${call.binding.hint === undefined ? '' : `\n  hint: ${json(call.binding.hint)},`}${
    optionsOf(call).length === 0 ? '' : `\n  keys: ${json(optionsOf(call).map(({ key }) => key))},`
  }${strided.length === 0 ? '' : `\n  strided: ${json(strided)},\n  count: ${json(camelCase(call.strided[0]?.count ?? ''))},`}
  parameters: [${parameters.map((each) => `\n    ${parameterData(call, each, isPromised)},`).join('')}${parameters.length > 0 ? '\n  ' : ''}],
  lengths: ${json(lengthData(call))},
  checks: ${json([...scriptChecks(call).flatMap((check) => checkData(check) ?? []), ...explicitChecks(call), ...bindingChecks(call)])},
  overlap: ${overlap === undefined ? 'undefined' : json(overlap)},
  failures: { __proto__: null${Object.entries(failuresOf(call))
    .map(([value, failure]) => `, '${value}': ${json(failure)}`)
    .join('')} },
  invoke: (args) => $native.${name}(${invokedArguments(call)}),
});`;
}

/** What the native function is called with by the slow path. */
function invokedArguments(call: Call): string {
  const parameters = nativeParameters(call);
  const hasArrays = parameters.some(({ kind }) => kind === 'array' || kind === 'strided');
  return [
    ...positionsOf(call).flatMap(({ parameter, at, count }) =>
      parameter.kind === 'handle'
        ? [`$tokenOf${pascalCase(parameter.type.name)}(args[${at}])`]
        : Array.from({ length: count }, (_, i) => `args[${at + i}]`),
    ),
    ...(slotsOf(call).length > 0 ? ['$results'] : []),
    ...(hasArrays ? ['true'] : []),
  ].join(', ');
}

function lengthData(call: Call): Data[] {
  return call.lengths.map(({ name, arrays }) => {
    const input = arrays.find(({ use }) => use !== 'outArray');
    return input === undefined
      ? { name: camelCase(name) }
      : { name: camelCase(name), array: camelCase(input.name), plus: input.length.plus };
  });
}

/** The checks of lengths that the caller passes. */
function explicitChecks(call: Call): Data[] {
  const lengths = (call.binding.newResults ? [] : call.lengths).filter((length) => !isImplied(length));
  return lengths.flatMap(({ name, arrays }) =>
    arrays.map((array) => {
      const [of, length, { plus }] = [camelCase(array.name), camelCase(name), array.length];
      const more = plus === 0 ? '' : plus > 0 ? ` + ${plus}` : ` - ${-plus}`;
      const expected = `${of} with ${length}${more} values`;
      return { kind: 'explicit', array: of, length, plus, code: 'LENGTH_MISMATCH', expected };
    }),
  );
}

function stridedData(call: Call): Data[] {
  return call.strided.map(({ name, element }) => {
    const [offset, stride] = optionsOf(call).filter(({ of }) => of === name);
    const array = { name: camelCase(name), array: typedArrayOf(element), dtype: dtypeOf(element), writes: false };
    return { ...array, offset: offset?.key, stride: stride?.key };
  });
}

type Data = Readonly<Record<string, unknown>>;

/** The type of elements in a data capsule. */
const dtypeOf = ({ name }: Scalar): string => (name === 'usize' ? 'u64' : name === 'isize' ? 'i64' : name);

/** A parameter as data for the slow path. Functions are written as text after it. */
function parameterData(call: Call, parameter: Parameter | StridedParameter, isPromised: boolean): string {
  const { name } = parameter;
  const shown = camelCase(name);
  const data = (object: Data, functions = ''): string => `${json(object).replace(/ ?\}$/, '')}${functions} }`;
  switch (parameter.kind) {
    case 'strided': {
      const [offset, stride] = optionsOf(call).filter(({ of }) => of === name);
      const { element } = parameter;
      const array = {
        kind: 'array',
        name: shown,
        array: typedArrayOf(element),
        dtype: dtypeOf(element),
        writes: false,
      };
      const [low, high] = [-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];
      const number = (key: string | undefined) => json({ kind: 'scalar', name: key, type: 'number', low, high });
      return [json(array), number(offset?.key), number(stride?.key)].join(',\n    ');
    }
    case 'array': {
      const { use, element, length } = parameter;
      const { index } = bindingOf(call, name);
      const dtype = dtypeOf(element);
      return data({
        kind: 'array',
        name: shown,
        array: typedArrayOf(element),
        dtype,
        writes: use !== 'array',
        isResult: use === 'outArray',
        ...(length.name !== undefined && { length: camelCase(length.name) }),
        plus: length.plus,
        ...(isSizes(element) && { sizes: true, low: element.name === 'usize' ? 0 : -Number.MAX_SAFE_INTEGER }),
        ...(index !== undefined && { index: camelCase(index) }),
      });
    }
    case 'scalar': {
      const { type } = parameter;
      if (type.name === 'bool') return data({ kind: 'scalar', name: shown, type: 'boolean' });
      if (/^f/.test(type.name)) return data({ kind: 'scalar', name: shown, type: 'number' });
      if (isBigInt(type)) {
        const [low, high] = type.name === 'i64' ? [-(2n ** 63n), 2n ** 63n - 1n] : [0n, 2n ** 64n - 1n];
        return data({ kind: 'scalar', name: shown, type: 'bigint', low: String(low), high: String(high) });
      }
      const [low, high] = rangeOf(call, name, boundsOf(type));
      return data({ kind: 'scalar', name: shown, type: 'number', low, high });
    }
    case 'handle': {
      const of = pascalCase(parameter.type.name);
      const uses = `$native.uses_${camelCase(parameter.type.name)}`;
      const most = call.fn.about.thread === 'any' ? 1 : 0;
      const isBusy = isPromised ? `, isBusy: (value) => ${uses}?.($tokenOf${of}(value)) > ${most}` : '';
      return data(
        { kind: 'handle', name: shown, of },
        `, isHandle: (value) => $tokenOf${of}(value) !== undefined, isEnded: $isEnded${of}${isBusy}`,
      );
    }
    default:
      return data({
        kind: 'callback',
        name: shown,
        signature: parameter.kind === 'callback' ? signature(parameter.type) : call.fn.name,
      });
  }
}

/** A check as data. Overlaps are found by the native function alone. */
function checkData(check: Check): Data | undefined {
  const { code, expected } = check.failure;
  const text = { code, expected };
  switch (check.kind) {
    case 'ended':
    case 'overlap':
      return undefined;
    case 'sameHandle':
      return { kind: check.kind, ...text, first: camelCase(check.first), second: camelCase(check.second) };
    case 'lengths':
      return {
        kind: check.kind,
        ...text,
        first: camelCase(check.first.name),
        other: camelCase(check.other.name),
        difference: check.other.length.plus - check.first.length.plus,
      };
    case 'condition': {
      const { left, operator, right } = check.condition;
      return {
        kind: check.kind,
        ...text,
        left: camelCase(left),
        operator,
        right: isNumber(right) ? Number(right) : camelCase(right),
      };
    }
    default:
      return { kind: check.kind, ...text, array: camelCase(check.array.name), size: check.size };
  }
}

/** What can fail in JavaScript: a new array has the right length, and overlaps no other. */
export function scriptChecks(call: Call): Check[] {
  const fresh = call.binding.newResults ? resultArrays(call).map(({ name }) => name) : [];
  return checksOf(call).filter((check) => {
    const names =
      check.kind === 'overlap'
        ? [check.first, check.second]
        : check.kind === 'lengths'
          ? [check.first.name, check.other.name]
          : 'array' in check
            ? [check.array.name]
            : [];
    return !names.some((name) => fresh.includes(name));
  });
}

/** The message for arrays that overlap: only the native function has their addresses. */
function overlapData(call: Call): Data | undefined {
  const overlaps = scriptChecks(call).filter((check) => check.kind === 'overlap');
  const [first] = overlaps;
  if (first === undefined) return undefined;
  const names = overlaps.map((each) => [camelCase(each.first), camelCase(each.second)] as const);
  const common = [camelCase(first.first), camelCase(first.second)].find(
    (name) => overlaps.length > 1 && names.every((pair) => pair.includes(name)),
  );
  const others = names.map(([one, other]) => (one === common ? other : one));
  const which = common === undefined ? list(names.map((pair) => list(pair))) : `${common} and each of ${list(others)}`;
  const mayBe = overlaps.every(({ rule }) => rule === 'mayBe');
  const isMixed = !mayBe && overlaps.some(({ rule }) => rule === 'mayBe');
  return {
    expected: `${which} to be ${mayBe ? 'equal or disjoint' : isMixed ? 'disjoint, or equal where that is allowed' : 'disjoint'}`,
    found: `arrays that ${mayBe ? 'partly overlap' : 'overlap'}`,
  };
}

/** What a call may fail with, by the value that C returns. */
export function failuresOf({ returned, binding }: Call): Readonly<Record<string, Failure>> {
  if (returned.kind === 'status') return binding.failures ?? returned.failures;
  return returned.kind === 'owned' ? { false: returned.failure } : {};
}

/** The constant bounds that a condition of JavaScript sets to one integer. */
function boundOf(
  { parameters }: Call,
  { that, code }: JavaScriptCondition,
): { name: string; low?: number; high?: number } | undefined {
  const parsed = code === 'NOT_AN_INTEGER' ? parseJavaScriptCondition(that) : undefined;
  const [name = '', ...more] = parsed?.left ?? [];
  const type = parameters.find((each) => each.name === name);
  if (parsed === undefined || more.length > 0 || type?.kind !== 'scalar' || /^f/.test(type.type.name)) return undefined;
  if (!Number.isSafeInteger(parsed.right)) return undefined;
  const right = parsed.right as number;
  if (parsed.operator === '>=') return { name, low: right };
  return parsed.operator === '<=' ? { name, high: right } : undefined;
}

/** The integers that JavaScript accepts. */
function rangeOf(call: Call, name: string, [low, high]: [number, number]): [low: number, high: number] {
  const bounds = (call.binding.requires ?? [])
    .flatMap((each) => boundOf(call, each) ?? [])
    .filter((each) => each.name === name);
  return [
    Math.max(low, ...bounds.flatMap((each) => each.low ?? [])),
    Math.min(high, ...bounds.flatMap((each) => each.high ?? [])),
  ];
}

/** The conditions of JavaScript alone, as data. Bounds of an integer are part of its parameter. */
function bindingChecks(call: Call): Data[] {
  return (call.binding.requires ?? []).flatMap((condition) => {
    const { that, code, expected } = condition;
    const parsed = boundOf(call, condition) === undefined ? parseJavaScriptCondition(that) : undefined;
    if (parsed === undefined) return [];
    const { left, operator, right } = parsed;
    const bound = typeof right === 'string' ? camelCase(right) : Number.isFinite(right) ? right : undefined;
    return [
      {
        kind: 'binding',
        code,
        expected,
        left: left.map(camelCase),
        operator,
        ...(bound !== undefined && { right: bound }),
      },
    ];
  });
}
