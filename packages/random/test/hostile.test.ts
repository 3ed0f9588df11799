import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { include_dir as core } from '@capsule/core';
import { Generator, PCG64, PCG64DXSM, Philox, SeedSequence, Xoshiro256 } from '@capsule/random';
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

const kinds = [PCG64, PCG64DXSM, Philox, Xoshiro256] as const;

/** A Proxy, revoked or not, and an object that inherits from one: looking at any of them runs a trap, or throws. */
function proxies(ran: () => never): object[] {
  const traps = new Proxy({}, { get: ran });
  const revoked = Proxy.revocable({}, {});
  revoked.revoke();
  return [new Proxy({}, traps), new Proxy([1], traps), Object.create(new Proxy({}, traps)), revoked.proxy];
}

describe('hostile values', () => {
  const random = new Generator(1);
  const generator = new PCG64(1);
  const convertible = { [Symbol.toPrimitive]: () => ran(), valueOf: () => ran(), toString: () => ran() };
  const ran = (): never => {
    throw new Error('code of a value ran');
  };
  const all: unknown[] = [...proxies(ran), convertible, Object.create(new Float64Array(1)), 1n, Symbol('s'), null, {}];
  const calls: Record<string, (value: never) => unknown> = {
    'as a seed': (value) => new PCG64(value),
    'in a seed': (value) => new PCG64([1, value]),
    'as a source': (value) => new Generator(value),
    'as low': (value) => random.uniform(value, 1),
    'as a mean': (value) => random.normal(value),
    'as an integer': (value) => random.integers(value, 5),
    'as the end of integers': (value) => random.integers(0, value),
    'as a size': (value) => random.normal(0, 1, value),
    'as what is shuffled': (value) => random.shuffle(value),
    'as a count': (value) => random.permutation(value),
    'as jumps': (value) => generator.jump(value),
    'as children': (value) => generator.spawn(value),
    'as a state': (value) => PCG64.fromState(value),
    'as words': (value) => PCG64.fromState({ ...generator.state, words: value }),
    'as a word': (value) => PCG64.fromState({ ...generator.state, words: [value, '0x1', '0x1', '0x1'] }),
    'as uint32': (value) => PCG64.fromState({ ...generator.state, uint32: value ?? 0.5 }),
    'after the arguments': (value) => Reflect.apply(random.permutation, random, [3, value ?? 1]),
  };
  test.each(Object.entries(calls))('are rejected %s, and none of their code runs', (name, call) => {
    for (const value of all) {
      if ((name === 'as a seed' || name === 'in a seed' || name === 'as a source') && value === 1n) continue;
      expect(refusal(() => call(value as never)).code).toMatch(/^ERR_(RANDOM|CAPSULE)_/);
    }
    expect(new Generator(1).uniform()).toBe(new PCG64(1).nextDouble());
  });

  test('an Array of billions of holes is not shuffled, nor is one that is frozen; an element that cannot be written stays', () => {
    const holes = new Array(2 ** 32 - 1);
    expect(refusal(() => random.shuffle(holes)).found).toBe('values: a hole at index 0');
    expect(refusal(() => random.shuffle(Object.freeze([1, 2, 3]) as number[])).found).toBe(
      'values: one that is frozen',
    );
    const values = Array.from({ length: 50 }, (_, i) => i);
    Object.defineProperty(values, 20, { value: 20, writable: false });
    expect(() => random.shuffle(values)).toThrow(TypeError);
    expect(values.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i));
  });

  test('a typed array with its own length is shuffled as the engine knows it', () => {
    const values = Object.defineProperty(Float64Array.of(1, 2, 3), 'length', { value: 2 ** 40 });
    expect([...random.shuffle(values as Float64Array).subarray(0, 3)].toSorted()).toEqual([1, 2, 3]);
  });

  test('a getter among the words of a state is read once', () => {
    const words = [...generator.state.words];
    let reads = 0;
    Object.defineProperty(words, 0, { get: () => (reads++ === 0 ? '0x1' : Symbol('other')) });
    expect(PCG64.fromState({ ...generator.state, words }).state.words[0]).toBe('0x1');
  });
});

test('the capsule of a generator cannot be replaced, so that its state stays its own', () => {
  const generator = new PCG64(1);
  expect(() => Object.assign(generator, { capsule: new Philox(1).capsule })).toThrow(TypeError);
  expect(() => Object.assign(new Generator(1), { capsule: null })).toThrow(TypeError);
  expect(generator.state).toEqual(new PCG64(1).state);
});

test('a long seed spawns fewer sequences at a time, because each mixes all of its words', () => {
  const long = new SeedSequence(Array(4000).fill(1));
  expect(refusal(() => long.spawn(2 ** 20)).message).toBe(
    'spawn(count): expected count to be an integer from 0 to 4194, found 1048576.',
  );
  expect(long.spawn(2).length).toBe(2);
});

test('polluted prototypes and replaced functions change no number', () => {
  const { status, stdout, stderr } = runScript(
    `const { Generator, ${kinds.map(({ name }) => name)} } = require('@capsule/random');
    const { defineProperty } = Object;
    const check = (what, pollute) => {
      const undo = pollute();
      let found;
      try {
        found = compute();
      } catch (error) { found = error.message; }
      undo();
      if (found !== right) console.log(what, found.slice(0, 200));
    };
    // The script itself uses nothing that is replaced.
    const compute = () => {
      const results = [];
      const list = [PCG64, PCG64DXSM, Philox, Xoshiro256];
      let text = '';
      for (let k = 0; k < 4; k++) {
        const Kind = list[k];
        const generator = new Kind(seed);
        const random = new Generator(generator);
        let one = generator.nextUint32() + ',' + generator.jumped(2).nextUint64() + ',' + generator.spawn(2)[1].nextDouble() +
          ',' + Kind.fromState(generator.state).nextUint64();
        const add = (array) => { for (let i = 0; i < array.length; i++) one += ',' + array[i]; };
        add(random.normal(0, 1, 3));
        one += ',' + random.integers(0, 10) + ',' + random.uniform(1, 2);
        add(random.permutation(5));
        add(random.shuffle([1, 2, 3]));
        text += (k === 0 ? '' : ',') + one;
      }
      return text;
    };
    const seed = [1, 2n ** 70n];
    const right = compute();
    const throwing = () => { throw new Error('replaced'); };
    const replace = (object, key, value = throwing) => () => {
      const before = Object.getOwnPropertyDescriptor(object, key);
      defineProperty(object, key, { value, configurable: true, writable: true });
      return () => (before === undefined ? delete object[key] : defineProperty(object, key, before));
    };
    const accessor = (object, key) => () => {
      defineProperty(object, key, { get: () => 7, set: throwing, configurable: true });
      return () => delete object[key];
    };
    const typed = Object.getPrototypeOf(Float64Array);
    for (const key of ['map', 'find', 'flat', 'slice', 'fill', 'indexOf', 'push', Symbol.iterator])
      check('Array ' + String(key), replace(Array.prototype, key));
    for (const key of [Symbol.iterator, 'subarray', 'fill', 'slice']) check('typed ' + String(key), replace(typed.prototype, key));
    for (const key of ['from', 'isArray', 'of']) check('Array.' + key, replace(Array, key));
    for (const key of ['from', 'of']) check('typed.' + key, replace(typed, key));
    for (const key of ['imul', 'max', 'min', 'floor']) check('Math.' + key, replace(Math, key, () => 1));
    for (const key of ['isSafeInteger', 'isFinite', 'isInteger']) check('Number.' + key, replace(Number, key, () => false));
    check('toString', replace(BigInt.prototype, 'toString'));
    for (const key of ['keys', 'entries', 'hasOwn', 'defineProperty', 'isFrozen']) check('Object.' + key, replace(Object, key));
    for (const prototype of [Object.prototype, Array.prototype])
      for (const key of [0, 1, 2, 3, 4, 'kind', 'words', 'uint32', 'capsule'])
        check('accessor ' + key, accessor(prototype, key));`,
  );
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
});
