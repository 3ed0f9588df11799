// docs/arrow.md: each block of code compiles without a warning, and runs as the page says.
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { include_dir } from '@capsule/core';
import { root, run } from '@capsule/test-support/child-process';
import { compilers, includes, warnings } from '@capsule/test-support/compilers';
import { skipWithout } from '@capsule/test-support/skip';
import { removeFolder } from '@capsule/test-support/temporary-folder';
import { afterAll, describe, expect, test } from 'vitest';

const page = readFileSync(join(root, 'docs', 'arrow.md'), 'utf8');
const blocks = (language: string) =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, code = '']) => code);
const sources = blocks('c').map((code) => ({ name: /^\/\* (\w+)\.c:/.exec(code)?.[1] ?? '', code }));
const scripts = blocks('js');

const folder = mkdtempSync(join(tmpdir(), 'capsule-'));
afterAll(() => removeFolder(folder));

const isUnix = process.platform === 'linux' || process.platform === 'darwin';
const needsCompiler = skipWithout('gcc or clang on Linux or macOS', isUnix && compilers.length > 0);
const undefinedSymbols = process.platform === 'darwin' ? ['-undefined', 'dynamic_lookup'] : [];

test('the page has a producer and a consumer in C, and both are complete', () => {
  expect(sources.map(({ name }) => name)).toEqual(['producer', 'consumer']);
  expect(scripts.length).toBeGreaterThan(2);
});

describe.each(compilers.length > 0 ? compilers : ['no compiler'])('with %s', needsCompiler, (compiler) => {
  const release = join(folder, compiler, 'build', 'Release');

  test.each(sources)('$name.c compiles without a warning as C11 and as C++17', ({ name, code }) => {
    mkdirSync(release, { recursive: true });
    const file = join(folder, `${name}.c`);
    writeFileSync(file, code);
    const compile = (...options: string[]) => run(compiler, [...options, ...warnings, ...includes(include_dir), file]);
    const shared = ['-shared', '-fPIC', ...undefinedSymbols, '-o', join(release, `${name}.node`)];
    expect(compile('-std=c11', ...shared)).toMatchObject({ status: 0, stderr: '' });
    expect(compile('-std=c++17', '-x', 'c++', '-fsyntax-only')).toMatchObject({ status: 0, stderr: '' });
  });

  test('the JavaScript of the page prints what its comments say', () => {
    const script = join(folder, compiler, 'index.js');
    writeFileSync(script, scripts.join('\n'));
    const printed = scripts
      .flatMap((code) => [...code.matchAll(/^console\.log\(.*\); \/\/ (.*)$/gm)])
      .map(([, text]) => text);
    expect(printed.length).toBeGreaterThan(1);
    expect(run(process.execPath, [script])).toMatchObject({ status: 0, stdout: `${printed.join('\n')}\n`, stderr: '' });
  });

  test.each([
    [
      'an Array',
      '[1]',
      "Requesting Arrow data: expected an object with the method [Symbol.for('arrow.c.array')], found an Array.",
    ],
    [
      'a pair that was consumed',
      '(() => { const pair = column(Float64Array.of(1)); const same = { [Symbol.for("arrow.c.array")]: () => pair }; sum(same); return same; })()',
      'An Arrow capsule is consumed once.',
    ],
  ])('the consumer of the page rejects %s', (_, value, message) => {
    const script = `
      const { sum } = require(${JSON.stringify(join(release, 'consumer.node'))});
      const { column } = require(${JSON.stringify(join(release, 'producer.node'))});
      try { sum(${value}); } catch (error) { console.log(error.message); }`;
    expect(run(process.execPath, ['-e', script]).stdout).toContain(message);
  });
});
