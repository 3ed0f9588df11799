// Every @example in a docstring is type-checked and run, and prints the output in its comments. That every export has an
// example is checked on the pages of the documentation site: site.test.ts.
import { describe, expect, test } from 'vitest';
import { examples, run } from './docstring-examples.js';

const all = examples();
const { compiler, printed } = run(all);
const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ');

test('there are examples', () => expect(all.length).toBeGreaterThan(150));
test('every example has the right types', () => expect(compiler).toBe(''));

describe.each(all.map((example, i) => [example.place, example, printed[i]] as const))('%s', (_, example, result) => {
  test('runs', () => expect(result?.error).toBeUndefined());

  test('prints the output in its comments', () => {
    expect(example.expected.length).toBeGreaterThan(0);
    expect(result?.lines.map(oneLine)).toEqual(example.expected.map(oneLine));
  });
});
