import { expect, test } from 'vitest';
import { variants } from './addon.js';
import { run } from './child.js';

const fastest = variants[0] as string;
const show = `
  const { inspect } = require('@capsule/core');
  const { capsule, sum } = require('@capsule/fastmath');
  console.log(inspect(capsule).variant, capsule, sum(Float64Array.of(1, 2)));
`;
const shown = (variant: string) => `${variant} [Capsule '@capsule/fastmath' 1.1: 30 functions, ${variant}] 3\n`;
const message = (found: string) =>
  `Loading @capsule/fastmath: expected FASTMATH_CPU to name a variant this CPU can run (${variants.join(', ')}), found '${found}'. Unset it to get the fastest.`;

test.each(['avx', 'AVX2', 'scalar ', 'scalar,avx2', '0'])('FASTMATH_CPU=%j is rejected with a message', (name) => {
  const script = `
    try { require('@capsule/fastmath') } catch ({ name, code, message, expected, found }) {
      console.log(JSON.stringify({ name, code, message, expected, found }));
    }`;
  const { stdout } = run(script, { FASTMATH_CPU: name });
  expect(JSON.parse(stdout)).toEqual({
    name: 'Error',
    code: 'ERR_FASTMATH_CPU_UNKNOWN',
    message: message(name),
    expected: `FASTMATH_CPU to name a variant this CPU can run (${variants.join(', ')})`,
    found: `'${name}'`,
  });
});

test('import() fails with the same error', () => {
  const script = "import('@capsule/fastmath').catch((error) => console.log(error.message))";
  expect(run(script, { FASTMATH_CPU: 'none' }).stdout).toBe(`${message('none')}\n`);
});

test.each(variants)('FASTMATH_CPU=%s selects that variant, and the label names it', (variant) => {
  expect(run(show, { FASTMATH_CPU: variant })).toMatchObject({ status: 0, stdout: shown(variant) });
});

test('selects the fastest variant when FASTMATH_CPU is unset or empty', () => {
  expect(run(show).stdout).toBe(shown(fastest));
  expect(run(show, { FASTMATH_CPU: '' }).stdout).toBe(shown(fastest));
});

test('a Worker with its own environment selects its own variant', () => {
  const script = `
    const { Worker } = require('node:worker_threads');
    ${show}
    const start = (env, then = () => {}) => new Worker(${JSON.stringify(show)}, { eval: true, env })
      .on('error', (error) => console.log(error.message))
      .on('exit', then);
    start({ FASTMATH_CPU: '${fastest}' }, () => start({ FASTMATH_CPU: 'none' }, () => start()));
  `;
  expect(run(script, { FASTMATH_CPU: 'scalar' })).toMatchObject({
    status: 0,
    stdout: `${shown('scalar')}${shown(fastest)}${message('none')}\n${shown('scalar')}`,
  });
});
