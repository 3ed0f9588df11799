import { copyFileSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configuration, type Exit, node, runScript } from '@capsule/test-support/child-process';
import { linuxOnly } from '@capsule/test-support/skip';
import { removeFolder } from '@capsule/test-support/temporary-folder';
import { describe, expect, test } from 'vitest';
import { contract, forge } from './forge/index.js';

const release = join(__dirname, 'forge', 'build', configuration);
const addon = (name: string) => `require(${JSON.stringify(join(release, `${name}.node`))})`;

/** Whether a process accessed memory that is not mapped. The last number is the exit code of that on Windows. */
const isCrash = ({ status, signal }: Pick<Exit, 'status' | 'signal'>) =>
  signal === 'SIGSEGV' || signal === 'SIGBUS' || status === 139 || status === 0xc0000005;

/** Runs one script in the only Worker that loads an addon, and another one after that Worker has exited. */
function afterTheWorker(worker: string, after: string, before = '') {
  const script = `
    const { Worker } = require('node:worker_threads');
    const consumer = ${addon('consumer')};
    let capsule;
    ${before}
    const worker = new Worker(${JSON.stringify(`const { parentPort } = require('node:worker_threads'); ${worker}`)}, { eval: true });
    worker.on('message', (part) => { capsule = borrower(part); worker.postMessage('done') });
    worker.on('exit', () => setTimeout(() => console.log(${after}), 50));`;
  const { status, signal, stdout } = runScript(script);
  return { crashed: isCrash({ status, signal }), stdout };
}

/** The main thread seals a part of an addon that only a Worker has loaded, and uses it when the Worker is gone. */
const joined = (borrower: string, seal: string, part: string, after: string) =>
  afterTheWorker(
    `parentPort.once('message', () => {}); parentPort.postMessage(${addon('producer_unpinned')}.part('${part}'));`,
    after,
    `const borrower = ${addon(borrower)}.${seal};`,
  );

describe.each([
  [
    'a table',
    (pin: string) =>
      afterTheWorker(`${addon('consumer')}.keep(${addon(`producer${pin}`)}.sealTable());`, 'consumer.call()'),
  ],
  [
    'an envelope, which the code of its sealer destroys',
    (pin: string) =>
      afterTheWorker(`${addon('consumer')}.hold(${addon(`producer${pin}`)}.sealPointer());`, 'consumer.use()'),
  ],
  [
    'a function of a table that lies in another addon',
    (pin: string) => joined(`borrower${pin}`, 'functions', 'functions', '(consumer.keep(capsule), consumer.call())'),
  ],
  [
    'a function by itself, that lies in another addon',
    (pin: string) =>
      joined(`borrower${pin}`, 'function', 'functions', '(consumer.holdFunction(capsule), consumer.useFunction())'),
  ],
  [
    'a contract that lies in another addon',
    (pin: string) => joined(`borrower${pin}`, 'contract', 'contract', '(consumer.keep(capsule), consumer.call())'),
  ],
  [
    'the entries of a contract that lie in another addon',
    (pin: string) => joined(`borrower${pin}`, 'entries', 'contract', '(consumer.keep(capsule), consumer.call())'),
  ],
  [
    'static contents of a pointer',
    (pin: string) => joined(`borrower${pin}`, 'contents', 'contents', '(consumer.hold(capsule), consumer.use())'),
  ],
  [
    // At the end of the process the capsule is collected, and that runs the destructor.
    'a destructor that lies in another addon',
    (pin: string) => joined(`borrower${pin}`, 'destructor', 'destructor', '(consumer.hold(capsule), consumer.use())'),
  ],
  [
    'an Arrow array, whose callback releases it',
    (pin: string) =>
      afterTheWorker(`${addon('consumer')}.takeArrow(${addon(`producer${pin}`)}.sealArrow());`, 'consumer.useArrow()'),
  ],
  [
    'an Arrow stream, whose callbacks make arrays',
    (pin: string) =>
      afterTheWorker(
        `${addon('consumer')}.takeArrowStream(${addon(`producer${pin}`)}.sealArrowStream());`,
        'consumer.useArrowStream()',
      ),
  ],
  [
    'the callback of a child of an Arrow array that lies in another addon',
    (pin: string) => joined(`borrower${pin}`, 'arrow', 'release', '(consumer.takeArrow(capsule), consumer.useArrow())'),
  ],
])('%s', (_, use) => {
  test('outlives the only Worker that loaded it', () => {
    expect(use('')).toEqual({ crashed: false, stdout: '42\n' });
  });

  // Without this control, the test above would also pass if Node never unloaded addons.
  test('crashes without pinning (control)', linuxOnly, () => {
    expect(use('_unpinned').crashed).toBe(true);
  });
});

/** The main thread seals; the only Worker that loads a consumer opens, starts a thread that continues, and exits. */
function consume(caller: string, how: string, value: string, after: string) {
  const app = mkdtempSync(join(tmpdir(), 'capsule-'));
  const [file, installed] = [join(app, 'caller.node'), join(app, 'node_modules', '@forge', 'counter')];
  copyFileSync(join(release, `${caller}.node`), file);
  mkdirSync(installed, { recursive: true });
  writeFileSync(join(installed, 'index.js'), `exports.capsule = ${addon('producer')}.sealTable();`);
  const worker = `
    const { parentPort, workerData } = require('node:worker_threads');
    const [consumer, producer] = [${addon('consumer')}, ${addon('producer')}];
    parentPort.postMessage(require(${JSON.stringify(file)}).start('${how}', ${value}, workerData));`;
  const script = `
    const { Worker } = require('node:worker_threads');
    const [consumer, producer] = [${addon('consumer')}, ${addon('producer')}];
    const [uses, stop, stopped] = [0, 1, 2];
    const progress = new Int32Array(new SharedArrayBuffer(12));
    const pause = () => new Promise((resolve) => setTimeout(resolve, 50));
    consumer.hold(producer.sealPointer());
    let part;
    const worker = new Worker(${JSON.stringify(worker)}, { eval: true, workerData: progress });
    worker.on('message', (message) => { part = message; });
    worker.on('exit', async () => {
      await pause();
      ${after}
      console.log('alive');
    });`;
  const { status, signal, stdout, stderr } = runScript(script);
  removeFolder(app);
  return { crashed: isCrash({ status, signal }), stdout, stderr };
}

/** The thread of the consumer still uses what it has opened, and then releases it. */
const thread = `
  const before = progress[uses];
  while (progress[uses] < before + 3) await pause();
  progress[stop] = 1;
  while (progress[stopped] === 0) await pause();`;

describe.each([
  ['table', 'producer.sealTable()', thread],
  ['Handle of a table', 'producer.sealTable()', thread],
  ['Handle::Import', 'undefined', thread],
  ['pointer', 'producer.sealPointer()', thread],
  ['taken pointer', 'producer.sealPointer()', thread],
  ['Handle of a pointer', 'producer.sealPointer()', thread],
  ['function', 'consumer.sealFunction()', thread],
  ['data', 'consumer.sealData()', thread],
  ['capsule_hold', 'consumer.heldAddress()', thread],
  ['tensor', 'consumer.sealData()', 'consumer.deleteTensor(part);'],
  ['callback', 'producer.sealTable()', "if (consumer.callBack(part) !== 42) throw new Error('expected 42');"],
])('a consumer whose code is used after the only Worker that loaded it has exited: %s', (how, value, after) => {
  test('works in its threads, its callbacks and its deleters', () => {
    expect(consume('caller', how, value, after)).toEqual({ crashed: false, stdout: 'alive\n', stderr: '' });
  });

  test('crashes unless opening pins it (control)', linuxOnly, () => {
    expect(consume('caller_unpinned', how, value, after).crashed).toBe(true);
  });
});

describe.each([
  ['producer_grown', 'consumer'],
  ['producer', 'consumer_grown'],
])('a newer header with larger structs: %s and %s', (producer, consumer) => {
  const load = (name: string) => createRequire(__filename)(join(release, `${name}.node`));

  test("open each other's tables and pointers", () => {
    const [seals, opens] = [load(producer), load(consumer)];
    opens.keep(seals.sealTable());
    expect(opens.call()).toBe(42);
    opens.hold(seals.sealPointer());
    expect(opens.use()).toBe(42);
  });
});

// capsule_destroy frees the envelopes: if it did not, 200,000 of them would take 60 MB.
test('garbage-collected capsules leave no memory behind', () => {
  const script = `
    const { sealPointer } = ${addon('producer')};
    const round = async () => {
      for (let i = 0; i < 50_000; i++) {
        sealPointer();
        if (i % 5_000 === 0) { gc(); await new Promise(setImmediate); }
      }
      gc(); await new Promise(setImmediate);
      return process.memoryUsage().rss;
    };
    (async () => {
      const before = [await round(), await round()].at(-1);
      for (let i = 0; i < 3; i++) await round();
      console.log((await round() - before) / 2 ** 20);
    })()`;
  const { status, stdout } = node(['--expose-gc', '-e', script], { debug: '' });
  expect(status).toBe(0);
  expect(Number(stdout)).toBeLessThan(20);
});

test("two copies of one addon are two images, and open each other's capsules", () => {
  const folder = mkdtempSync(join(tmpdir(), 'capsule-'));
  const copy = join(folder, 'copy.node');
  copyFileSync(join(release, 'forge.node'), copy);
  const other: typeof forge = createRequire(__filename)(copy);
  const math = contract('1.1', 'sum', 'dot');
  expect(other.openTable(forge.sealTable(math), math)).toEqual([0, 1]);
  expect(forge.openTable(other.sealTable(math), math)).toEqual([0, 1]);

  const before = other.destroyed();
  const hold = forge.openPointer(other.sealPointer('@forge/content', 3), '@forge/content');
  expect(forge.read(hold)).toBe(3);
  expect(other.destroyed()).toBe(before);

  let message = '';
  try {
    other.openTable(forge.sealTable(math), contract('1.2', 'sum', 'dot', 'max@2'));
  } catch (error) {
    message = String(error);
  }
  expect(message).toContain(`\n  needed by ${copy}\n  offered by ${join(release, 'forge.node')}`);
  removeFolder(folder);
});
