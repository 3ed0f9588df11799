import { join } from 'node:path';
import { asTypedArray, bindContext, type Capsule, dispose, functionOf, inspect } from '@capsule/core';
import { configuration, runScript } from '@capsule/test-support/child-process';
import { refusal } from '@capsule/test-support/refusal';
import { describe, expect, test } from 'vitest';
import { collect, contract, forge } from './forge/index.js';

const table = forge.sealScalars();
const signatures = ['f64(f64)', 'f64(f64,*void)'];

/** Opens a function, calls it once and releases it. */
function call(capsule: unknown, x: number): number {
  const { hold } = forge.openFunction(capsule, null, signatures);
  const result = forge.callFunction(hold, x);
  forge.releaseFunction(hold);
  return result;
}

/** A number in memory that a capsule owns. */
function number(x: number): Capsule<string, 'data'> {
  return forge.sealData('@forge/factor', {
    room: 8,
    shape: [1],
    bytes: Buffer.from(Float64Array.of(x).buffer),
  }) as Capsule<string, 'data'>;
}

describe('functionOf', () => {
  test('seals a function of a table, which a consumer opens and calls', () => {
    const twice = functionOf(table, 'twice');
    expect(inspect(twice)).toEqual({
      name: '@forge/scalars:twice',
      kind: 'function',
      file: expect.stringMatching(/[\\/]forge\.node$/),
      state: 'live',
      signature: 'f64(f64)',
    });
    expect(call(twice, 21)).toBe(42);
    expect(inspect(functionOf(table, 'larger')).signature).toBe('f64(f64,f64)');
    expect(refusal(() => dispose(twice)).code).toBe('ERR_CAPSULE_NOT_OWNED');
  });

  test('rejects a name that the table does not have, and lists those that it has', () => {
    expect(refusal(() => functionOf(table, 'twise'))).toEqual({
      type: 'TypeError',
      code: 'ERR_CAPSULE_ENTRY_MISSING',
      message:
        "Taking 'twise' of '@forge/scalars': expected one of twice, times, larger, sum, apply, handle, into, log, found the string 'twise'. Did you mean 'twice'?",
      expected: 'one of twice, times, larger, sum, apply, handle, into, log',
      found: "the string 'twise'",
    });
    expect(refusal(() => functionOf(table, '__proto__')).code).toBe('ERR_CAPSULE_ENTRY_MISSING');
    expect(refusal(() => functionOf(table, undefined as never)).found).toBe('undefined');
    expect(refusal(() => functionOf(forge.sealTable(contract('1.0')), 'x')).expected).toBe(
      'a function of the table, which has none',
    );
    const many = contract('1.0', ...Array.from({ length: 50 }, (_, i) => `f${i}`));
    expect(refusal(() => functionOf(forge.sealTable(many), 'x')).expected).toMatch(/^one of f0, .*, f39 and 10 more$/);
  });

  test('rejects a function that is retired', () => {
    expect(refusal(() => functionOf(table, 'old'))).toMatchObject({
      code: 'ERR_CAPSULE_ENTRY_MISSING',
      found: 'a function that is retired',
    });
  });

  test.each(['sum', 'apply', 'handle', 'into', 'log'])('rejects %s, which is not a function of numbers', (name) => {
    const entry = inspect(table).functions.find((each) => each.name === name);
    expect(refusal(() => functionOf(table, name))).toMatchObject({
      type: 'TypeError',
      code: 'ERR_CAPSULE_SIGNATURE_MISMATCH',
      message: `Taking '${name}' of '@forge/scalars': expected a function of numbers that returns a number, such as f64(f64) or f64(f64,*void), found ${name}, ${entry?.signature}.`,
    });
  });

  test.each<[unknown, string]>([
    [{}, 'ERR_CAPSULE_NOT_A_CAPSULE'],
    [forge.sealPointer('@forge/p', 1), 'ERR_CAPSULE_KIND_MISMATCH'],
    [forge.sealFunction('@forge/f', 'f64(f64)', 'twice'), 'ERR_CAPSULE_KIND_MISMATCH'],
    [number(1), 'ERR_CAPSULE_KIND_MISMATCH'],
  ])('rejects %o, which is not a table', (value, code) => {
    expect(refusal(() => functionOf(value as Capsule, 'twice')).code).toBe(code);
  });
});

describe('a context', () => {
  test('is passed to the function, and is held as long as the function', async () => {
    await collect(() => false, 5);
    const before = forge.destroyed();
    const make = () => functionOf(table, 'times', { context: number(3) });
    const times = make();
    await collect(() => false, 5);
    expect(forge.destroyed()).toBe(before);
    expect(call(times, 5)).toBe(15);
    const { hold } = forge.openFunction(times, null, signatures);
    dispose(times);
    expect([forge.callFunction(hold, 4), forge.destroyed()]).toEqual([12, before]);
    forge.releaseFunction(hold);
    expect(await collect(() => forge.destroyed() > before)).toBe(true);
    expect(forge.destroyed()).toBe(before + 1);
  });

  test('is memory that JavaScript can change, and stays when its own capsule is disposed of', () => {
    const factor = number(2);
    const view = asTypedArray(factor, { copy: false });
    const times = functionOf(table, 'times', { context: factor });
    view[0] = 10;
    dispose(factor);
    expect(call(times, 1)).toBe(10);
  });

  test('of several functions and capsules with the same memory lives until the last function', async () => {
    await collect(() => false, 5);
    const before = forge.destroyed();
    const factor = forge.sealPointer('@forge/factor', 7);
    const context = factor as Capsule as Capsule<string, 'pointer'>;
    const [one, other] = [functionOf(table, 'times', { context }), functionOf(table, 'times', { context })];
    dispose(factor);
    dispose(one);
    expect([call(other, 2), forge.destroyed()]).toEqual([14, before]);
    dispose(other);
    expect(forge.destroyed()).toBe(before + 1);
  });

  test.each<[unknown, string]>([
    [{}, 'ERR_CAPSULE_NOT_A_CAPSULE'],
    [1, 'ERR_CAPSULE_NOT_A_CAPSULE'],
    [null, 'ERR_CAPSULE_NOT_A_CAPSULE'],
    [table, 'ERR_CAPSULE_KIND_MISMATCH'],
    [forge.sealData('@forge/none', { shape: [0], empty: true }), 'ERR_CAPSULE_KIND_MISMATCH'],
  ])('rejects %o', (context, code) => {
    const times = functionOf(table, 'times');
    expect(refusal(() => functionOf(table, 'times', { context: context as never })).code).toBe(code);
    expect(refusal(() => bindContext(times, context as never)).code).toBe(code);
  });

  test('is rejected for a function that has none, and after the context has ended', () => {
    const message =
      "Taking 'twice' of '@forge/scalars': expected a function whose last argument is a context, *void, found twice, f64(f64).";
    expect(refusal(() => functionOf(table, 'twice', { context: number(1) })).message).toBe(message);
    expect(refusal(() => bindContext(functionOf(table, 'twice'), number(1))).code).toBe(
      'ERR_CAPSULE_SIGNATURE_MISMATCH',
    );
    const ended = number(1);
    dispose(ended);
    expect(refusal(() => functionOf(table, 'times', { context: ended })).code).toBe('ERR_CAPSULE_DISPOSED');
    expect(refusal(() => functionOf(table, 'times', { contexts: ended } as never)).code).toBe(
      'ERR_CAPSULE_OPTION_UNUSABLE',
    );
  });

  test('can be replaced by the consumer, and leaves the function that it was taken from', async () => {
    const times = functionOf(table, 'times', { context: number(3) });
    const other = bindContext(times, number(4));
    expect([call(times, 2), call(other, 2), inspect(other).name]).toEqual([6, 8, '@forge/scalars:times']);
    const sealed = forge.sealFunction('@forge/sealed', 'f64(f64,*void)', 'times', { context: 5 });
    const bound = bindContext(sealed, number(6));
    dispose(sealed);
    expect(call(bound, 2)).toBe(12);
    expect(refusal(() => bindContext(sealed, number(6))).code).toBe('ERR_CAPSULE_DISPOSED');
    expect(refusal(() => bindContext(table, number(6))).message).toBe(
      "Binding a context to '@forge/scalars': expected a capsule that holds a function, found one that holds a table. Use functionOf(capsule, name, { context }).",
    );
  });
});

test('the function outlives the Worker that alone has loaded the table, and the context too', () => {
  const core = JSON.stringify(join(__dirname, '..', 'dist', 'index.js'));
  const addon = JSON.stringify(join(__dirname, 'forge', 'build', configuration, 'forge.node'));
  const worker = `
    const core = require(${core}), forge = require(${addon});
    const context = forge.sealPointer('@forge/factor', 8);
    const times = core.functionOf(forge.sealScalars(), 'times', { context });
    require('node:worker_threads').parentPort.postMessage(core.share(times));`;
  const script = `
    const core = require(${core});
    const worker = new (require('node:worker_threads').Worker)(${JSON.stringify(worker)}, { eval: true });
    let ticket;
    worker.on('message', (message) => { ticket = message; });
    worker.on('exit', () => setTimeout(() => {
      const forge = require(${addon});
      const times = core.receive(ticket);
      const { hold } = forge.openFunction(times, null, ['f64(f64)', 'f64(f64,*void)']);
      core.dispose(times);
      console.log(forge.callOnThreads(hold, 4, 100), forge.destroyed());
      forge.releaseFunction(hold);
      console.log(forge.destroyed());
    }, 50));`;
  expect(runScript(script)).toEqual({ status: 0, signal: null, stdout: '3200 0\n1\n', stderr: '' });
});
