import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { codes } from '@capsule/core';
import { node, root, run } from '@capsule/test-support/child-process';
import { competitors, needsKoffi, needsNodeFfi, nodeWithFfi } from '@capsule/test-support/foreign-functions';
import { skipWithout } from '@capsule/test-support/skip';
import { describe, expect, test } from 'vitest';
import { files } from '../scripts/files.mjs';
import { outputInReadme } from './output-in-readme.js';

const examples = join(root, 'examples');

/** Runs the start script of an example and returns what it prints. The debug mode has nothing to report. */
function start(folder: string): string {
  const cwd = join(examples, folder);
  const { scripts } = JSON.parse(readFileSync(join(cwd, 'package.json'), 'utf8'));
  const [command, ...args] = scripts.start.split(' ');
  const options = { cwd, env: { ...process.env, CAPSULE_DEBUG: 'faults' } };
  const program = command === 'node' ? [] : [join(root, 'node_modules', '.bin', command)];
  const { status, stdout, stderr } = node([...program, ...args], options);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

describe('00-minimal', () => {
  test('seals, carries, opens and calls', () => {
    expect(start('00-minimal')).toBe(
      "[Capsule '@example/adder' 1.0: 1 function]\n1 + 2 + ... + 1000000 = 500000500000\n",
    );
  });

  test('rejects a number of terms that is not a number up to 1e9', () => {
    const script = `const { open } = require('./build/Release/consumer.node');
      const sumTo = open(require('./build/Release/producer.node').capsule);
      for (const n of [Infinity, NaN, '1']) try { sumTo(n) } catch (error) { console.log(error.message) }`;
    const { stdout } = node(['-e', script], { cwd: join(examples, '00-minimal') });
    expect(stdout).toBe('sumTo(n): expected a number up to 1e9\n'.repeat(3));
  });

  test('has less than 100 lines of C', () => {
    const files = readdirSync(join(examples, '00-minimal')).filter((name) => /\.[ch]$/.test(name));
    const lines = files.map((name) => readFileSync(join(examples, '00-minimal', name), 'utf8').split('\n').length - 1);
    expect(files).toHaveLength(3);
    expect(lines.reduce((sum, count) => sum + count)).toBeLessThan(100);
  });
});

test('01-carry shows the label', () => {
  const printed = start('01-carry');
  expect(printed).toMatch(/^\[Capsule '@capsule\/fastmath' 1\.\d+: \d+ functions, \w+\]\n/);
  expect(printed).toContain('a capsule of fastmath? true\nis a copy of it a capsule? false\n');
  expect(printed).toMatch(/ {2}dot +f64\(\*f64,\*f64,usize\)\n/);
});

test('02-call computes through the capsule', () => {
  const [, mean, std] = /^mean (\S+)\nstd {2}(\S+)\n$/.exec(start('02-call')) ?? [];
  // The numbers 0 to 999 divided by 8, each a thousand times: the variance of 0 to n-1 is (n*n - 1) / 12.
  expect(Number(mean)).toBe(999 / 2 / 8);
  expect(Number(std)).toBeCloseTo(Math.sqrt(((1000 ** 2 - 1) / 12) * (1e6 / (1e6 - 1))) / 8, 12);
});

test.each(['--frozen-intrinsics', '--disable-proto=throw', '--disable-proto=delete'])(
  'capsules are sealed, opened and rejected with %s as without',
  (flag) => {
    const masked = (printed: string) => printed.replaceAll(/capsule-\w{6}/g, 'a temporary folder');
    for (const folder of ['00-minimal', '02-call', '05-refuse']) {
      const { status, stdout, stderr } = node(['--no-warnings', flag, 'index.js'], { cwd: join(examples, folder) });
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(masked(stdout)).toBe(masked(start(folder)));
    }
  },
);

test('03-produce prints the label of its own contract', () => {
  expect(start('03-produce')).toMatch(
    /^@example\/distance 1\.0\n.*\n {2}manhattan +f64\(\*f64,\*f64,usize\) +since 1\.0\n/,
  );
});

test('04-consume finds the row that equals the query', () => {
  expect(start('04-consume')).toMatch(/^closest row: 12345 of 50000/);
});

test.each([
  ['f(0)', 'f(4)', 'a query with elements, found none'],
  ['detached(2)', 'f(4)', 'a query with elements, found none'],
  ['f(2)', 'f(0)', 'rows of 2 elements each, found 0 elements'],
  ['f(2)', 'detached(4)', 'rows of 2 elements each, found 0 elements'],
  ['f(2)', 'f(5)', 'rows of 2 elements each, found 5 elements'],
])('04-consume rejects nearestRow(%s, %s)', (query, rows, problem) => {
  const script = `const { nearestRow } = require('./index.js');
    const f = (n) => new Float64Array(n), detached = (n) => { const x = f(n); structuredClone(x, { transfer: [x.buffer] }); return x };
    try { console.log(nearestRow(${query}, ${rows})) } catch (error) { console.log(String(error)) }`;
  expect(node(['-e', script], { cwd: join(examples, '04-consume') }).stdout).toBe(
    `RangeError: nearestRow(query, rows): expected ${problem}.\n`,
  );
});

test('05-refuse shows every error code except those of C++ and of exhausted resources', () => {
  const printed = start('05-refuse');
  expect(printed).not.toContain('NOT REJECTED');
  expect(printed).toMatch(/after all of these: 2\n$/);
  const shown = new Set([...printed.matchAll(/ERR_CAPSULE_\w+/g)].map(([code]) => code));
  const others = ['OUT_OF_MEMORY', 'ENGINE_REFUSED', 'HANDLE_EMPTY', 'TOO_MANY_TICKETS'];
  expect(codes.filter((code) => !shown.has(code))).toEqual(others.map((name) => `ERR_CAPSULE_${name}`));
});

test('06-callback integrates and maps with the function of a third addon', () => {
  const [, value, exact] =
    /^\[Capsule '@example\/06-callback:planck': f64\(f64\)\]\nintegral from 0 to infinity: (\S+), after \d+ calls\nexact value, pi\^4 \/ 15: (\S+)\n\[Capsule '@example\/06-callback:radiation:at': f64\(f64,\*void\)\]\ntwice as hot: 16\.000000 times as much\na million values: \d+\.\d ms in C, \d+\.\d ms in JavaScript\nC is about \S+ times faster\n$/.exec(
      start('06-callback'),
    ) ?? [];
  expect(Number(value)).toBeCloseTo(Number(exact), 9);
});

test('07-share sends ten million numbers to a Worker and back', () => {
  expect(start('07-share')).toMatch(
    /^sent {5}\[Capsule '@capsule\/fastmath:vector': f64\[10000000\]\] mean 1\nreceived .* mean 2\npostMessage returns the same numbers: true\n.* by ticket +[\d.]+ ms\n.* by postMessage +[\d.]+ ms\n$/,
  );
});

test('11-promises computes while a timer ticks, shows progress, and is canceled', () => {
  expect(start('11-promises')).toBe(
    'mean 1.000000 median 1.000000\nthe timer kept ticking: true\n25 %\n50 %\n75 %\n100 %\nstd 0.707107\n' +
      'canceled: AbortError\n',
  );
});

describe('08-rust', () => {
  const folder = join(examples, '08-rust');
  const { build } = createRequire(join(folder, 'index.js'))('./build.js');

  test('prints what it requires if cargo is not installed', () => {
    const { status, stdout, stderr } = node(['index.js'], { cwd: folder, env: { PATH: '' } });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toBe('Skipped: this example requires cargo 1.77 or later (https://rustup.rs), on Linux or macOS.\n');
  });

  const needsCargo = skipWithout('cargo 1.77 or later, on Linux or macOS', build() !== undefined);

  test('opens the table of fastmath and a capsule of its own (requires cargo)', needsCargo, () => {
    expect(start('08-rust')).toBe(`@example/08-rust:line holds a pointer
y at x = 100: 302.000000
TypeError: Opening '@example/08-rust:line': expected a capsule of that name, found '@capsule/fastmath'.
TypeError: Opening '@example/08-rust:line': expected a capsule, found something else.
`);
  });

  test('rejects values that do not fit (requires cargo)', needsCargo, () => {
    const script = `const { open, fitLine, predict } = require(${JSON.stringify(build())});
      const { capsule } = require('@capsule/fastmath');
      const f = (...x) => Float64Array.of(...x), line = () => fitLine(f(0, 1), f(1, 3));
      const calls = [() => fitLine(f(0, 1), f(1, 3)), () => open(null), () => open(capsule), () => fitLine(f(1), f(1)),
        () => fitLine([0, 1], [1, 3]), () => predict(line(), '1'), () => open(line()), () => predict(Object.create(line()), 1)];
      for (const call of calls) try { call(); console.log('fine') } catch ({ code }) { console.log(code) }
      console.log(predict(line(), 3));`;
    const codes = ['EXAMPLE_ARGUMENT', 'CAPSULE_NOT_A_CAPSULE', '', 'EXAMPLE_ARGUMENT', 'EXAMPLE_ARGUMENT'];
    codes.push('EXAMPLE_ARGUMENT', 'CAPSULE_NAME_MISMATCH', 'CAPSULE_NOT_A_CAPSULE');
    expect(node(['-e', script], { cwd: folder })).toMatchObject({
      status: 0,
      stderr: '',
      stdout: `${codes.map((code) => (code === '' ? 'fine' : `ERR_${code}`)).join('\n')}\n7\n`,
    });
  });
});

describe('09-ffi', () => {
  const folder = join(examples, '09-ffi');
  const line = 'dot 333833500, mean 500.5, variance 83416.66666666667';
  const printed = (node: string | undefined) =>
    run(node ?? '', ['--no-warnings', 'index.js'], { cwd: folder, env: { ...process.env, NODE_PATH: competitors } })
      .stdout;

  test('prints how to install a missing interface and succeeds', () => {
    const { status, stdout, stderr } = node(['--no-warnings', 'index.js'], { cwd: folder });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const lines = stdout.trimEnd().split('\n');
    const skipped = { koffi: 'npm install --no-save koffi@3', 'node:ffi': 'Node 26.1 or later' };
    for (const [i, [name, advice]] of Object.entries(skipped).entries()) {
      expect([`${name}: ${line}`, `${name}: skipped, not installed (${advice})`]).toContain(lines[i]);
    }
  });

  test('table_address.c rejects values that are not capsules', () => {
    const script = `const { loadAddon } = require('@capsule/core'), { open } = loadAddon(process.cwd(), 'table_address');
      for (const wrong of [undefined, {}, 1n]) try { open(wrong) } catch ({ code }) { console.log(code) }`;
    expect(node(['-e', script], { cwd: folder }).stdout).toBe('ERR_CAPSULE_NOT_A_CAPSULE\n'.repeat(3));
  });

  test('koffi calls the table', needsKoffi, () => {
    expect(printed(process.execPath)).toContain(`koffi: ${line}\n`);
  });

  test('node:ffi calls the table', needsNodeFfi, () => {
    expect(printed(nodeWithFfi)).toContain(`node:ffi: ${line}\n`);
  });
});

test('the tour prints the label, real statistics, refusals and three measured rows', () => {
  const printed = start('tour');
  expect(printed).toMatch(/\[Capsule '@capsule\/fastmath' 1\.\d+: \d+ functions, \w+\]/);
  expect(printed).toMatch(/mean +299\.8524 +299\.852400000000\n/);
  expect(printed).toMatch(/std +0\.07901054781905\d* +0\.0790105478190518\n/);
  expect(printed.match(/TypeError: Opening '@capsule\/fastmath': expected a capsule, found /g)).toHaveLength(3);
  for (const name of ['through JavaScript', 'through the capsule', 'a function pointer in the same image']) {
    expect(printed).toMatch(new RegExp(`  ${name} +\\d+\\.\\d\\d ns`));
  }
});

test.each(readdirSync(examples).filter((folder) => folder !== '10-describe-csv' && outputInReadme(folder).length > 0))(
  '%s prints what its README shows',
  (folder) => {
    const printed = start(folder);
    for (const line of outputInReadme(folder)) expect(printed).toMatch(line);
  },
);

test('no example refers to files of a package by a relative path', () => {
  const sources = files().filter((file) => file.startsWith('examples/') && !file.endsWith('.md'));
  expect(sources.length).toBeGreaterThan(30);
  expect(sources.filter((file) => readFileSync(join(root, file), 'utf8').includes('../packages'))).toEqual([]);
});
