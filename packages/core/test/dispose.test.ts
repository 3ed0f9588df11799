import { join } from 'node:path';
import { inspect as show } from 'node:util';
import { Worker } from 'node:worker_threads';
import { asTypedArray, type Capsule, dispose, inspect, isCapsule, receive, share } from '@capsule/core';
import { configuration, runScript } from '@capsule/test-support/child-process';
import { refusal } from '@capsule/test-support/refusal';
import { describe, expect, test } from 'vitest';
import { collect, contract, forge } from './forge/index.js';

const name = '@forge/content';
const seal = () => forge.sealPointer(name, 42);
const disposed = (operation: string, of = name) => ({
  type: 'Error',
  code: 'ERR_CAPSULE_DISPOSED',
  message: `${operation} '${of}': expected contents that are still available, found a capsule whose contents were disposed. Create another one, and dispose of it after its last use, in any thread: dispose() and the end of a block with \`using\` end the contents.`,
  expected: 'contents that are still available',
  found: 'a capsule whose contents were disposed',
});

const method = seal()[Symbol.dispose];

describe.each<[string, (capsule: unknown) => unknown]>([
  ['dispose', (capsule) => dispose(capsule as Capsule)],
  ['capsule[Symbol.dispose]()', (capsule) => method.call(capsule)],
  ['capsule_dispose', forge.dispose],
])('%s', (_, end) => {
  test.each<[unknown, string]>([
    [[seal()], 'an Array'],
    [{}, 'a plain object'],
    [Object.create(seal()), 'an object that inherits from a capsule'],
    [new Proxy(seal(), {}), 'a module, a Proxy or another object without a prototype'],
  ])('rejects %o, which is no capsule', (value, found) => {
    expect(refusal(() => end(value))).toMatchObject({
      type: 'TypeError',
      code: 'ERR_CAPSULE_NOT_A_CAPSULE',
      expected: 'a capsule',
      found,
    });
  });

  test('rejects a table', () => {
    expect(refusal(() => end(forge.sealTable(contract('1.0', 'sum'))))).toEqual({
      type: 'TypeError',
      code: 'ERR_CAPSULE_NOT_OWNED',
      message:
        "Disposing '@forge/math': expected a capsule that owns its contents, found one that holds a table. A table lives until the process ends: there is nothing to end.",
      expected: 'a capsule that owns its contents',
      found: 'one that holds a table',
    });
  });

  test.each([
    ['pointer', 'a pointer'],
    ['function', 'a function'],
    ['data', 'data'],
  ] as const)('rejects a %s without a destructor', (kind, found) => {
    const capsule = forge.sealUnowned(kind, 8);
    expect(refusal(() => end(capsule))).toMatchObject({
      code: 'ERR_CAPSULE_NOT_OWNED',
      message: `Disposing '@forge/unowned': expected a capsule that owns its contents, found one that holds ${found} without a destructor. Its producer keeps the contents alive: there is nothing to end.`,
    });
    expect(inspect(capsule)).toMatchObject({ state: 'live' });
  });

  test('destroys contents without holds at once, and once', async () => {
    await collect(() => false, 3);
    const before = forge.destroyed();
    for (const capsule of [seal(), forge.sealSized('function', 8, 8), forge.sealSized('data', 8, 8)]) end(capsule);
    expect(forge.destroyed()).toBe(before + 3);
    await collect(() => false, 3);
    expect(forge.destroyed()).toBe(before + 3);
  });

  test('makes open, take, revoke, carry and share reject the capsule, with what to do', () => {
    const capsule = seal();
    const held = forge.openPointer(capsule, name);
    end(capsule);
    expect(refusal(() => forge.openPointer(capsule, name))).toEqual(disposed('Opening'));
    expect(refusal(() => forge.take(capsule, name))).toEqual(disposed('Taking'));
    expect(refusal(() => forge.revoke(capsule, name))).toEqual(disposed('Revoking'));
    expect(refusal(() => forge.carry(held))).toEqual(disposed('Carrying'));
    expect(refusal(() => share(capsule)).code).toBe('ERR_CAPSULE_DISPOSED');
    const data = forge.sealSized('data', 8, 8);
    end(data);
    expect(refusal(() => asTypedArray(data))).toEqual(disposed('Opening data', '@forge/sized'));
    forge.release(held);
  });

  test('leaves a capsule whose label has the state', () => {
    const capsule = seal();
    end(capsule);
    expect(inspect(capsule)).toMatchObject({ kind: 'pointer', state: 'disposed' });
    expect(show(capsule)).toBe(`[Capsule '${name}', disposed]`);
    expect(isCapsule(capsule, name)).toBe(true);
  });

  test('keeps holds and views valid, and the last one destroys the contents, once', async () => {
    await collect(() => false, 5);
    const before = forge.destroyed();
    const capsule = seal();
    const holds = [forge.openPointer(capsule, name), forge.openPointer(capsule, name)] as const;
    end(capsule);
    forge.release(holds[0]);
    expect([forge.read(holds[1]), forge.destroyed()]).toEqual([42, before]);
    forge.release(holds[1], true);
    expect(forge.destroyed()).toBe(before + 1);

    const data = forge.sealSized('data', 8, 8);
    (() => {
      const view = asTypedArray(data, { copy: false });
      end(data);
      expect([view[7], forge.destroyed()]).toEqual([1, before + 1]);
    })();
    expect(await collect(() => forge.destroyed() > before + 1)).toBe(true);
    expect(forge.destroyed()).toBe(before + 2);
  });

  test('does nothing if the contents have ended, or belong to a taker', () => {
    const before = forge.destroyed();
    const [twice, revoked, taken] = [seal(), seal(), seal()];
    end(twice);
    end(twice);
    forge.revoke(revoked, name);
    end(revoked);
    const hold = forge.take(taken, name);
    end(taken);
    expect(forge.destroyed()).toBe(before + 2);
    expect(inspect(revoked)).toMatchObject({ state: 'revoked' });
    expect(inspect(taken)).toMatchObject({ state: 'taken' });
    expect(forge.isExclusive(hold)).toBe(true);
    forge.release(hold);
    expect(forge.destroyed()).toBe(before + 3);
  });
});

test('a capsule has the method if it owns its contents', () => {
  const own = (capsule: object) => Object.getOwnPropertyDescriptor(capsule, Symbol.dispose);
  const owned = [seal(), forge.sealSized('function', 8, 8), forge.sealSized('data', 8, 8)];
  for (const capsule of owned)
    expect(own(capsule)).toMatchObject({ enumerable: false, writable: false, configurable: false });
  const others = [
    forge.sealTable(contract('1.0', 'sum')),
    forge.sealUnowned('pointer', 8),
    forge.sealUnowned('data', 0),
  ];
  for (const capsule of others) expect(own(capsule)).toBe(undefined);
});

test('many rounds of disposing destroy once, while another thread holds and releases', () => {
  expect(forge.raceDispose(20_000)).toBe(0);
});

// ---- Other threads --------------------------------------------------------------------------------------------------

const core = JSON.stringify(join(__dirname, '..', 'dist', 'index.js'));
const addon = JSON.stringify(join(__dirname, 'forge', 'build', configuration, 'forge.node'));
const modules = `
  const { parentPort, workerData, Worker } = require('node:worker_threads');
  const core = require(${core});
  const forge = require(${addon});`;
const run = (script: string) => runScript(`${modules}${script}`, { timeout: 40_000 });
const printed = (stdout: string) => ({ status: 0, signal: null, stdout: `${stdout}\n`, stderr: '' });

function inWorker(source: string, workerData: object): Promise<unknown> {
  const worker = new Worker(`${modules}${source}`, { eval: true, workerData });
  return new Promise((resolve, reject) => worker.on('message', resolve).on('error', reject));
}

test('contents that were shared end in every thread, when any of them disposes', async () => {
  await collect(() => false, 5);
  const before = forge.destroyed();
  const capsule = seal();
  const [ticket, waiting] = [share(capsule), share(capsule)];
  const gate = new Int32Array(new SharedArrayBuffer(4));
  const answer = inWorker(
    `const capsule = core.receive(workerData.ticket);
    const held = forge.openPointer(capsule, '${name}');
    Atomics.store(workerData.gate, 0, 1);
    Atomics.wait(workerData.gate, 0, 1);
    const answer = [core.inspect(capsule).state, forge.read(held)];
    try { forge.openPointer(capsule, '${name}'); } catch (error) { answer.push(error.code); }
    forge.release(held);
    parentPort.postMessage(answer);`,
    { ticket, gate },
  );
  while (Atomics.load(gate, 0) === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  dispose(capsule);
  Atomics.store(gate, 0, 2);
  Atomics.notify(gate, 0);
  expect(await answer).toEqual(['disposed', 42, 'ERR_CAPSULE_DISPOSED']);
  expect(forge.destroyed()).toBe(before); // the ticket that waits holds the contents
  expect(refusal(() => receive(waiting))).toEqual(disposed('Carrying'));
  expect(forge.destroyed()).toBe(before + 1);

  const another = seal();
  await inWorker(
    `core.dispose(core.receive(workerData)); parentPort.postMessage('disposed');`,
    share(another) as never,
  );
  expect(refusal(() => forge.openPointer(another, name))).toEqual(disposed('Opening'));
  expect(forge.destroyed()).toBe(before + 2);
});

test('Workers that dispose, open and take at once destroy the contents once', async () => {
  const workers = 3;
  const rounds = 40;
  const gate = new Int32Array(new SharedArrayBuffer(8));
  const source = `
    const results = [];
    for (const [round, ticket] of workerData.tickets.entries()) {
      const capsule = core.receive(ticket);
      Atomics.add(workerData.gate, 0, 1);
      while (Atomics.load(workerData.gate, 0) < (round + 1) * ${workers}) continue;
      try {
        if (workerData.index === 0) { core.dispose(capsule); results.push('disposed'); }
        else {
          const hold = workerData.index === 1 ? forge.openPointer(capsule, '${name}') : forge.take(capsule, '${name}');
          results.push(forge.read(hold));
          forge.release(hold);
        }
      } catch (error) { results.push(error.code); }
    }
    parentPort.postMessage(results);`;
  await collect(() => false, 5);
  const before = forge.destroyed();
  const capsules = Array.from({ length: rounds }, seal);
  const answers = await Promise.all(
    Array.from({ length: workers }, (_, index) => {
      const tickets = capsules.map((capsule) => share(capsule));
      return inWorker(source, { tickets, gate, index }) as Promise<unknown[]>;
    }),
  );
  expect(forge.destroyed()).toBe(before + rounds);
  expect(answers[0]).toEqual(Array(rounds).fill('disposed'));
  for (const results of answers.slice(1))
    for (const result of results) expect([42, 'ERR_CAPSULE_DISPOSED', 'ERR_CAPSULE_TAKEN']).toContain(result);
});

// ---- Symbol.dispose -------------------------------------------------------------------------------------------------

test.each([
  [
    'an accessor of the global object',
    "Object.defineProperty(globalThis, 'Symbol', { configurable: true, get() { ran++; return real; } });",
    true,
  ],
  ['a Proxy in place of Symbol', 'globalThis.Symbol = new Proxy(real, traps);', true],
  [
    'a Proxy as the constructor of symbols',
    "Object.defineProperty(real.prototype, 'constructor', { value: new Proxy(real, traps) });",
    false,
  ],
  [
    'a constructor of symbols with an accessor',
    "Object.defineProperty(real.prototype, 'constructor', { value: Object.defineProperty(class {}, 'dispose', { get() { ran++; return key; } }) });",
    false,
  ],
  [
    'an accessor of Object.prototype',
    "Object.defineProperty(Object.prototype, 'dispose', { get() { ran++; return key; } });",
    true,
  ],
])('sealing runs no code of a hostile global: %s', (_, attack, found) => {
  // Loads the addon after the attack: it has looked for no symbol before.
  const script = `
    let ran = 0;
    const real = Symbol, key = Symbol.dispose;
    const traps = new Proxy({}, { get() { ran++; return undefined; } });
    const module = { exports: {} };
    ${attack}
    ran = 0;
    process.dlopen(module, ${addon});
    const capsule = module.exports.sealPointer('@forge/content', 1);
    const count = ran;
    console.log(count, typeof capsule[key]);`;
  expect(runScript(script)).toEqual(printed(`0 ${found ? 'function' : 'undefined'}`));
});

test('the symbol is looked up once in each environment', () => {
  expect(
    run(`
    const key = Symbol.dispose;
    forge.sealPointer('@forge/content', 1);
    Object.defineProperty(Symbol.prototype, 'constructor', { get() { throw new Error('looked up again'); } });
    const capsule = forge.sealPointer('@forge/content', 1);
    const worker = new Worker(${JSON.stringify(`
      const forge = require(${addon});
      require('node:worker_threads').parentPort.postMessage(typeof forge.sealPointer('@forge/content', 1)[Symbol.dispose]);
    `)}, { eval: true });
    worker.on('message', (type) => console.log(typeof capsule[key], type));`),
  ).toEqual(printed('function function'));
});

test('an addon that is loaded twice in one environment gives the method in both', () => {
  expect(
    run(`
    const again = { exports: {} };
    delete require.cache[${addon}];
    process.dlopen(again, ${addon});
    for (const each of [forge, again.exports, forge]) {
      const capsule = each.sealSized('pointer', 8, 1 << 20);
      const before = each.destroyed();
      capsule[Symbol.dispose]();
      console.log(each.destroyed() - before);
    }`),
  ).toEqual(printed('1\n1\n1'));
});
