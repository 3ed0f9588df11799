// Rejects arguments after the parameters of a function, which would have no effect. A rest parameter `more` collects
// them; V8 does not allocate it if only its length is read.
import { types } from 'node:util';
import { capsuleError, describeValue } from '@capsule/core';

const { isArray } = Array;

/** Further advice for functions to which an additional argument is often passed. */
const alternatives: Readonly<Record<string, string>> = {
  sort: ' It sorts ascending; for another order, use x.sort(compare), or x.reverse() after it.',
  rank: ' Equal values have the mean of their ranks.',
  sum: ' To add with weights, use dot(x, w).',
  moments: ' For weights there is momentsWeighted(x, w).',
};

/** Rejects arguments after the parameters that `operation` names, unless they are undefined. */
export function rejectMore(operation: string, more: readonly unknown[]): void {
  for (let i = 0; i < more.length; i++) {
    if (more[i] === undefined) continue;
    const { name, parameters } = parse(operation);
    const last = parameters[parameters.length - 1] as string;
    throw capsuleError(TypeError, 'ERR_FASTMATH_OPTIONS_UNUSABLE', operation, {
      expected: `no argument after ${last}`,
      found: describeValue(more[i]),
      advice: isSafeArray(more[i]) ? adviceForMap(operation) : adviceFor(name, last),
    });
  }
}

/**
 * As rejectMore(), but accepts the arguments that `columns.map(sum)` passes: the index of x, and the array of all x.
 */
export function rejectMoreThanMap(operation: string, x: unknown, more: readonly unknown[]): void {
  const index = more[0];
  const array = more[1];
  if (more.length === 2 && typeof index === 'number' && isSafeArray(array) && array[index] === x) return;
  rejectMore(operation, more);
}

/** Says how to pass a function to map(), which calls it with three arguments. */
function adviceForMap(operation: string): string {
  const { name, parameters } = parse(operation);
  const needed = parameters.filter((parameter) => parameter !== 'out' && parameter !== 'options');
  return `In map(), write (x) => ${name}(${needed.join(', ')}).`;
}

function adviceFor(name: string, last: string): string {
  return last === 'options' ? 'Remove it.' : `${name}() has no options.${alternatives[name] ?? ''}`;
}

/** Splits an operation, such as `dot(x, y)`, into its name and parameters. */
function parse(operation: string): { name: string; parameters: string[] } {
  const parenthesis = operation.indexOf('(');
  return { name: operation.slice(0, parenthesis), parameters: operation.slice(parenthesis + 1, -1).split(', ') };
}

/** Whether a value is an Array; isArray() throws for a revoked Proxy. */
const isSafeArray = (value: unknown): value is readonly unknown[] => !types.isProxy(value) && isArray(value);
