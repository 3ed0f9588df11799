import { types } from 'node:util';
import { capsuleError, describeValue } from '@capsule/core';

// Functions collect the arguments after their last parameter in a rest parameter, `more`. V8 does not allocate it if
// only its length is read.

const { isArray } = Array;
const { isSafeInteger } = Number;

/** Advice on arguments that are often passed to functions without options. */
const alternatives: Readonly<Record<string, string>> = {
  mean: 'For weights there is weightedMean().',
  geometricMean: 'The only mean with weights is weightedMean().',
  harmonicMean: 'The only mean with weights is weightedMean().',
  correlationMatrix: 'Pass all columns in one Array.',
  correlation: 'For ranks there are spearman() and kendall().',
  mad: 'To estimate the std of a normal distribution, multiply the result by 1.4826.',
  rank: 'Tied values have the mean of their ranks.',
};

/** Rejects arguments after those of a function without options, because they would be ignored. Accepts undefined. */
export function rejectMore(operation: string, more: readonly unknown[]): void {
  const { name, parameters } = parse(operation);
  const last = parameters[parameters.length - 1];
  const index = more.findIndex((each) => each !== undefined);
  if (index < 0) return;
  const found = more[index];
  const other = typeof found === 'number' ? undefined : alternatives[name];
  const advice = [`${name}() has no options.`, other ?? adviceForCallback(operation, found)].filter(Boolean).join(' ');
  throw capsuleError(TypeError, 'ERR_STATS_OPTIONS_UNUSABLE', operation, {
    expected: last === undefined ? 'no arguments' : `no argument after ${last}`,
    found: describeValue(found),
    advice,
  });
}

/** Rejects arguments after the options of a function. Accepts undefined. */
export function rejectAfterOptions(operation: string, more: readonly unknown[]): void {
  const index = more.findIndex((each) => each !== undefined);
  if (index < 0) return;
  throw capsuleError(TypeError, 'ERR_STATS_OPTIONS_UNUSABLE', operation, {
    expected: 'no argument after options',
    found: describeValue(more[index]),
    advice: adviceForCallback(operation, more[index]) || 'Remove it.',
  });
}

/**
 * As rejectMore(), for a function of one sample. Accepts the arguments that `columns.map(mean)` passes: the index of
 * the sample, and the Array that contains it at that index. `Array.from(columns, mean)` passes only an index.
 */
export function rejectMoreThanMap(operation: string, values: unknown, more: readonly unknown[]): void {
  const index = more[0];
  const array = more[1];
  const isIndex = typeof index === 'number' && isSafeInteger(index) && index >= 0 && more.length <= 2;
  if (isIndex && (array === undefined || (isSafeArray(array) && array[index] === values))) return;
  rejectMore(operation, more);
}

/** Rejects options that are not an object. */
export function rejectOptions(operation: string, names: readonly string[], options: unknown): never {
  const isPositional = typeof options === 'number' || typeof options === 'boolean';
  const separator = operation.endsWith('()') ? '' : ', ';
  const example = isPositional ? `Write ${operation.slice(0, -1)}${separator}{ ${names[0]}: ${options} }).` : '';
  const advice = [example, adviceForCallback(operation, options)].filter(Boolean).join(' ');
  throw capsuleError(TypeError, 'ERR_STATS_OPTIONS_UNUSABLE', operation, {
    expected: `options as an object, { ${names.join(', ')} }`,
    found: describeValue(options),
    ...(advice !== '' && { advice }),
  });
}

/** Explains how to write a callback of map() if the value can be the index or the Array that map() passes to it. */
function adviceForCallback(operation: string, value: unknown): string {
  const { parameters } = parse(operation);
  const mayBeOfMap = (typeof value === 'number' && parameters.length === 1) || isSafeArray(value);
  return mayBeOfMap && parameters.length > 0 ? `In map(), write (${parameters[0]}) => ${operation}.` : '';
}

/** Splits an operation, such as `quantile(values, p)`. */
function parse(operation: string): { name: string; parameters: string[] } {
  const parenthesis = operation.indexOf('(');
  const list = operation.slice(parenthesis + 1, -1);
  return { name: operation.slice(0, parenthesis), parameters: list === '' ? [] : list.split(', ') };
}

/** Whether a value is an Array; isArray() throws for a revoked Proxy. */
const isSafeArray = (value: unknown): value is readonly unknown[] => !types.isProxy(value) && isArray(value);
