import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { include_dir as core } from '@capsule/core';
import { Generator, PCG64 } from '@capsule/random';
import { include_dir } from '@capsule/random/paths.cjs';
import { bootstrap } from '@capsule/stats';
import { runScript } from '@capsule/test-support/child-process';
import { compilers, includes, warnings } from '@capsule/test-support/compilers';
import { refusal } from '@capsule/test-support/refusal';
import { linuxOnly, skipWithout } from '@capsule/test-support/skip';
import { removeFolder } from '@capsule/test-support/temporary-folder';
import { afterAll, describe, expect, test } from 'vitest';

/** Creates a generator in a Worker that alone loads @capsule/random, and runs a script when the Worker is gone. */
const afterTheWorker = (script: string) =>
  runScript(`
    const { Worker } = require('node:worker_threads');
    const { receive } = require('@capsule/core');
    const { bootstrap } = require('@capsule/stats');
    const worker = new Worker(\`
      const { share } = require('@capsule/core');
      const { PCG64 } = require('@capsule/random');
      require('node:worker_threads').parentPort.postMessage(share(new PCG64(42).capsule));\`, { eval: true });
    let capsule;
    worker.on('message', (ticket) => { capsule = receive(ticket); });
    worker.on('exit', () => setTimeout(() => { ${script} }, 50));`);

describe('a generator whose Worker has exited', () => {
  test('still draws, and is destroyed later', () => {
    const expected = bootstrap([1, 2, 4], 'mean', { seed: 42, resamples: 10 }).distribution;
    const { status, stdout } = afterTheWorker(
      `console.log(JSON.stringify([...bootstrap([1, 2, 4], 'mean', { generator: capsule, resamples: 10 }).distribution]));`,
    );
    expect([status, JSON.parse(stdout)]).toEqual([0, [...expected]]);
  });

  test('is rejected by a consumer of another contract, and by name', () => {
    const { status, stdout } = afterTheWorker(
      `try { require('@capsule/stats').createStats(capsule) } catch (error) { console.log(error.code, error.message) }`,
    );
    expect(status).toBe(0);
    expect(stdout).toContain("ERR_CAPSULE_NAME_MISMATCH Opening '@capsule/fastmath': expected a capsule named");
  });
});

test('an object that is no capsule, or is none of this contract, is rejected', () => {
  expect(refusal(() => new Generator({ capsule: {} as never })).code).toBe('ERR_CAPSULE_NOT_A_CAPSULE');
  expect(refusal(() => new Generator({ capsule: null as never })).code).toBe('ERR_CAPSULE_NOT_A_CAPSULE');
  expect(refusal(() => new Generator('42' as never)).code).toBe('ERR_RANDOM_SEED_UNUSABLE');
  const revoked = Proxy.revocable({}, {});
  revoked.revoke();
  expect(refusal(() => new Generator(revoked.proxy as never)).code).toBe('ERR_RANDOM_SEED_UNUSABLE');
  expect(refusal(() => new Generator(structuredClone(new PCG64(1).capsule))).code).toMatch(/^ERR_/);
});

test('generators that are dropped while the engine collects garbage draw the right numbers', () => {
  const { status, stdout } = runScript(
    `const { Generator, PCG64 } = require('@capsule/random');
    const first = new Generator(new PCG64(1)).normal(0, 1, 4).join();
    let wrong = 0;
    for (let i = 0; i < 2000; i++) {
      if (new Generator(new PCG64(1).jumped(0)).normal(0, 1, 4).join() !== first) wrong++;
      if (i % 20 === 0) gc();
    }
    console.log(wrong);`,
    { env: { ...process.env, NODE_OPTIONS: '--expose-gc' } },
  );
  expect([status, stdout]).toEqual([0, '0\n']);
});

const needsCompiler = skipWithout('gcc or clang', compilers.length > 0 && process.platform !== 'win32');
describe('the C code', needsCompiler, () => {
  const folder = mkdtempSync(join(tmpdir(), 'capsule-random-'));
  afterAll(() => removeFolder(folder));
  const generators = join(__dirname, '..', 'native', 'generators');
  const sources = readdirSync(generators).filter((name) => name.endsWith('.c'));
  const build = (name: string, ...flags: string[]) => {
    const program = join(folder, name);
    const paths = [...includes(include_dir, core), '-pthread'];
    const files = [join(__dirname, 'threads.c'), ...sources.map((source) => join(generators, source))];
    const all = ['-std=c11', '-O1', ...flags, ...warnings, ...paths, ...files, '-o', program, '-ldl'];
    const { stdout, stderr } = spawnSync(compilers[0] ?? 'cc', all, { encoding: 'utf8' });
    expect(`${stdout}${stderr}`).toBe('');
    return (argument: string) => spawnSync(program, [argument], { encoding: 'utf8' });
  };

  test('returns the same numbers without a type of 128 bits', () => {
    const [wide, narrow] = [build('wide', '-DNDEBUG'), build('narrow', '-DNDEBUG', '-DBITGEN_WITHOUT_INT128')];
    const { status, stdout } = wide('draw');
    expect([status, stdout.split('\n').length]).toEqual([0, 405]);
    expect(narrow('draw').stdout).toBe(stdout);
  });

  test('of a debug build aborts when two threads draw from one generator', linuxOnly, () => {
    const { signal, stderr } = build('race')('race');
    expect(signal).toBe('SIGABRT');
    expect(stderr).toContain(
      'Drawing from a random generator: expected one call at a time, found a second one on another thread. ' +
        'Give each thread a generator of its own: jumped(), spawn().\n',
    );
  });
});
