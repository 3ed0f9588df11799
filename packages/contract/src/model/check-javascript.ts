import { capsuleError, checkOptions } from '@capsule/core';
import { checkFailures } from './check-meanings.js';
import { checkDoc, checkLines, checkText } from './check-text.js';
import { parseLength } from './condition.js';
import type { Fn } from './contract.js';
import {
  type JavaScriptArgument,
  type JavaScriptBinding,
  parseJavaScriptCondition,
  reservedWords,
} from './javascript.js';
import type { Failure } from './meaning.js';
import type { Argument, Result } from './types.js';
import { isList, isObject, list, quote } from './values.js';

const code = 'ERR_CONTRACT_JAVASCRIPT_UNUSABLE';
const wrong = (where: string, expected: string, found: unknown) =>
  capsuleError(TypeError, code, where, { expected: `javascript: ${expected}`, found: quote(found) });

const keys = {
  binding: ['name', 'doc', 'returns', 'example', 'hint', 'newResults', 'result', 'requires', 'failures', 'args'],
  argument: ['doc', 'numbers', 'index', 'ascending', 'stride', 'count', 'option', 'choices'],
  condition: ['that', 'code', 'expected'],
};
type Declared = Readonly<Record<string, unknown>>;

/** The properties of an object, read once. */
function read(where: string, names: readonly string[], value: unknown): Declared {
  checkOptions(`${where}, javascript`, code, names, value);
  const found: Record<string, unknown> = Object.create(null);
  for (const name of names) {
    const given = Object.hasOwn(value as object, name) ? (value as Declared)[name] : undefined;
    if (given !== undefined) found[name] = given;
  }
  return found;
}

const identifier = /^[a-z][A-Za-z0-9]{0,62}$/;

/** Checks and copies how a function looks in JavaScript. Its arguments and its result are checked. */
export function checkBinding(
  where: string,
  declared: unknown,
  { args, result: type }: Pick<Fn, 'args' | 'result'>,
): { javascript?: JavaScriptBinding } {
  if (declared === undefined) return {};
  const {
    name,
    doc,
    returns,
    example,
    hint,
    newResults,
    result,
    requires,
    failures,
    args: given,
  } = read(where, keys.binding, declared);
  const text = (key: string, value: unknown) => {
    if (typeof value !== 'string' || value.trim() === '') throw wrong(where, `${key} as a text`, value);
    return checkText(where, key, value).trim().replace(/\s+/g, ' ');
  };
  const argument = (key: string, value: unknown, is: (type: Argument) => boolean, what: string) => {
    const type = typeof value === 'string' && Object.hasOwn(args, value) ? args[value] : undefined;
    if (type !== undefined && is(type)) return value as string;
    throw wrong(where, `${key} to name ${what}`, value);
  };
  if (name !== undefined && !(typeof name === 'string' && identifier.test(name)))
    throw wrong(where, 'name in camel case', name);
  if (reservedWords.has(name as string)) throw wrong(where, 'name that is no reserved word', name);
  if (newResults !== undefined && typeof newResults !== 'boolean')
    throw wrong(where, 'newResults as a boolean', newResults);
  if (requires !== undefined && !isList(requires)) throw wrong(where, 'requires as a list', requires);
  if (given !== undefined && !isObject(given)) throw wrong(where, 'args as an object', given);
  const checked: Record<string, JavaScriptArgument> = Object.create(null);
  for (const [key, settings] of Object.entries(given ?? {})) {
    argument('args', key, () => true, `arguments: ${list(Object.keys(args), 'or')}`);
    const { doc: own, ...rest } = read(where, keys.argument, settings);
    checked[key] = {
      ...(own !== undefined && { doc: checkText(where, `javascript, text about ${key}`, own).trim() }),
      ...checkArgument(where, key, rest, args, argument),
    };
  }
  return {
    javascript: {
      ...(name !== undefined && { name: name as string }),
      ...(doc !== undefined && { doc: checkDoc(where, 'the function in JavaScript', doc) }),
      ...(returns !== undefined && { returns: text('returns', returns) }),
      ...(example !== undefined && { example: checkLines(where, 'example', example) }),
      ...(hint !== undefined && { hint: text('hint', hint) }),
      ...(newResults === true && { newResults }),
      ...(result !== undefined && {
        result: argument('result', result, isWritten, 'an array or a number that is written'),
      }),
      ...(requires !== undefined && {
        requires: Array.from(requires as unknown[], (each) => {
          const { that, code: own, expected } = read(where, keys.condition, each);
          const parsed = parseJavaScriptCondition(that);
          if (parsed === undefined)
            throw wrong(where, "that: a condition such as 'low < high' or 'high - low < infinity'", that);
          for (const side of [...parsed.left, parsed.right]) {
            if (typeof side === 'string') argument('that', side, isNumber, 'arguments that are numbers');
          }
          if (typeof own !== 'string' || !/^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/.test(own) || own.length > 63)
            throw wrong(where, "a code in capitals, such as 'RANGE_UNUSABLE'", own);
          return { that: (that as string).trim(), code: own, expected: text('expected', expected) };
        }),
      }),
      ...(failures !== undefined && { failures: copyFailures(where, type, failures) }),
      ...(given !== undefined && { args: checked }),
    },
  };
}

function copyFailures(where: string, type: Result, failures: unknown): Record<string, Failure> {
  const known = type.kind === 'scalar' && type.meaning?.kind === 'status' ? type.meaning.failures : undefined;
  if (known === undefined || type.kind !== 'scalar') throw wrong(where, 'failures of a status', failures);
  const copy = checkFailures(where, 'a result in JavaScript', type, failures);
  const other = Object.keys(copy).find((value) => !Object.hasOwn(known, value));
  if (other === undefined) return copy;
  throw wrong(where, `failures of ${list(Object.keys(known), 'or')}`, other);
}

const meaningOf = (type: Argument) => (type.kind === 'callback' ? undefined : type.meaning?.kind);
const isWritten = (type: Argument) => ['out', 'outArray'].includes(meaningOf(type) ?? '');
const isSize = (type: Argument) => type.kind === 'scalar' && type.name === 'usize';
const isDistance = (type: Argument) => type.kind === 'scalar' && type.name === 'isize';
const isAnyArray = (type: Argument) => ['array', 'mutArray', 'outArray'].includes(meaningOf(type) ?? '');
/** Whether an argument is a number of JavaScript. */
const isNumber = (type: Argument) => type.kind === 'scalar' && !['bool', 'i64', 'u64'].includes(type.name);
/** Whether an argument is an array that is read, of numbers that a Float64Array has. */
const isReadable = (type: Argument) =>
  type.kind === 'pointer' &&
  meaningOf(type) === 'array' &&
  type.to.kind === 'scalar' &&
  ['f64', 'usize', 'isize'].includes(type.to.name);

/** Whether an argument is the length of an array that is read: then no caller passes it. */
const isImplied = (args: Readonly<Record<string, Argument>>, name: unknown): boolean =>
  Object.values(args).some((type) => {
    const meaning = type.kind === 'pointer' ? type.meaning : undefined;
    const isRead = meaning?.kind === 'array' || meaning?.kind === 'mutArray';
    return isRead && parseLength(meaning.length)?.name === name;
  });

function checkArgument(
  where: string,
  name: string,
  { numbers, index, ascending, stride, count, option, choices }: Declared,
  args: Readonly<Record<string, Argument>>,
  argument: (key: string, value: unknown, is: (type: Argument) => boolean, what: string) => string,
): JavaScriptArgument {
  const type = args[name] as Argument;
  const flag = (key: string, value: unknown): object => {
    if (value === undefined) return {};
    if (value !== true) throw wrong(where, `${key} as true`, value);
    return { [key]: argument(key, name, isReadable, 'an array that is read, of f64, usize or isize') === name };
  };
  const sizes =
    type.kind === 'pointer' && type.to.kind === 'scalar' && type.to.name === 'usize' && meaningOf(type) !== 'mutArray';
  if (index !== undefined && !(sizes && meaningOf(type) !== undefined && meaningOf(type) !== 'outArray'))
    throw wrong(where, 'index of an array of usize that is read, or of out(usize)', name);
  const isFirst =
    type.kind === 'pointer' &&
    type.const &&
    type.to.kind === 'scalar' &&
    type.to.name !== 'bool' &&
    meaningOf(type) === undefined;
  if ((stride !== undefined || count !== undefined) && !isFirst)
    throw wrong(where, 'stride of a constPtr of numbers', name);
  if ((stride === undefined) !== (count === undefined)) throw wrong(where, 'a stride with a count', name);
  if (count !== undefined && isImplied(args, count))
    throw wrong(where, 'count to name no length of an array that is read', count);
  if (stride !== undefined && !/(^|_)stride$/.test(String(stride)))
    throw wrong(where, "a stride with a name that ends in 'stride'", stride);
  if (option === undefined && choices === undefined) {
    return {
      ...flag('numbers', numbers),
      ...flag('ascending', ascending),
      ...(index !== undefined && { index: argument('index', index, isAnyArray, 'an array') }),
      ...(stride !== undefined && {
        stride: argument('stride', stride, isDistance, 'an argument of type isize'),
        count: argument('count', count, isSize, 'an argument of type usize'),
      }),
    };
  }
  if (!(typeof option === 'string' && identifier.test(option))) throw wrong(where, 'option in camel case', option);
  const entries = isObject(choices) ? Object.entries(choices) : [];
  const kind = type.kind === 'scalar' && type.name === 'bool' ? 'boolean' : isNumber(type) ? 'number' : '';
  if (entries.length < 2 || entries.some(([key, value]) => !identifier.test(key) || typeof value !== kind))
    throw wrong(where, `choices as an object of two ${kind || 'number'}s or more`, choices);
  return { option, choices: Object.fromEntries(entries) };
}
