import { join } from 'node:path';
import { configuration, runScript } from '@capsule/test-support/child-process';
import { expect, test } from 'vitest';

const core = join(__dirname, '..', 'dist', 'index.js');
const release = join(__dirname, 'forge', 'build', configuration);
const quote = JSON.stringify;

/** The calls that a Worker makes in an endless loop: by Node-API and by node-addon-api, accepted and rejected. */
const loops = {
  'reads labels': "core.inspect(capsule); core.isCapsule(capsule, '@forge/counter'); core.isCapsule({}, 'x');",
  opens: 'consumer.keep(capsule); forge.openCpp(forge.sealCpp(1));',
  'is rejected':
    'attempt(() => consumer.keep({ a: 1 })); attempt(() => core.inspect(Object)); attempt(() => forge.openCpp({}));',
  'seals and disposes':
    "core.dispose(forge.sealSized('pointer', 64, 1 << 20)); forge.sealSized('data', 64, 64)[Symbol.dispose]();",
  'shows data': "core.asTypedArray(forge.sealData('@forge/d', { room: 64, shape: [8] }))[0] = 1;",
  'shares and receives':
    "forge.release(forge.takeData(core.receive(core.share(forge.sealData('@forge/d', { room: 64, shape: [8] }))), null));",
  'imports by name': "attempt(() => forge.import('@capsule/core:nothing')); attempt(() => forge.import('@acme/none'));",
};

function start(loop: string): string {
  const worker = `
    const core = require(${quote(core)});
    const [forge, consumer, producer] = ['forge', 'consumer', 'producer'].map((name) => require(${quote(release)} + '/' + name + '.node'));
    const attempt = (call) => { try { call() } catch {} };
    const capsule = producer.sealTable();
    require('node:worker_threads').parentPort.postMessage('begins');
    for (;;) { ${loop} }`;
  return `new (require('node:worker_threads').Worker)(${quote(worker)}, { eval: true })`;
}

const run = (script: string) => runScript(script, { timeout: 40_000 });

test.each(Object.entries(loops))('a Worker that %s can be terminated at any moment', (_, loop) => {
  const script = `
    (async () => {
      for (let i = 0; i < 12; i++) {
        const worker = ${start(loop)};
        await new Promise((resolve) => worker.once('message', resolve));
        await new Promise((resolve) => setTimeout(resolve, i));
        await worker.terminate();
      }
      console.log('alive');
    })()`;
  expect(run(script)).toEqual({ status: 0, signal: null, stdout: 'alive\n', stderr: '' });
});

test.each(Object.entries(loops))('the process can exit while a Worker %s', (_, loop) => {
  const script = (delay: number) => `
    let begun = 0;
    for (let i = 0; i < 3; i++) ${start(loop)}.on('message', () => {
      if (++begun === 3) setTimeout(() => process.exit(7), ${delay});
    });`;
  for (const delay of [1, 3, 7])
    expect(run(script(delay))).toEqual({ status: 7, signal: null, stdout: '', stderr: '' });
});

// A setter of Object.prototype that never returns would be terminated by a timeout. If that happens inside a call of
// the addon, node-addon-api aborts the process.
test('no setter on a prototype runs, so that no timeout can terminate one', () => {
  const script = `
    const vm = require('node:vm');
    const core = require(${quote(core)});
    const [forge, consumer, producer] = ['forge', 'consumer', 'producer'].map((name) => require(${quote(release)} + '/' + name + '.node'));
    const capsule = producer.sealTable();
    core.isCapsule(capsule);
    const keys = ['name', 'kind', 'file', 'version', 'variant', 'functions', 'signature', 'since', 'code', 'expected', 'found', 'cause', '0', '1'];
    globalThis.work = () => {
      for (const key of keys) Object.defineProperty(Object.prototype, key, { configurable: true, set() { for (;;); } });
      try {
        const label = core.inspect(capsule);
        const reject = () => { throw core.capsuleError(Error, 'ERR_X', 'x', { expected: 'a', found: 'b' }) };
        const errors = [() => consumer.keep({}), () => forge.sealPointer('', 1), reject].map((call) => {
          try { call() } catch (error) { return [core.isCapsuleError(error), error.code, error.found] }
        });
        return [label.name, label.functions.length, label.functions[1].signature, ...errors.flat()];
      } finally {
        for (const key of keys) delete Object.prototype[key];
      }
    };
    console.log(vm.runInThisContext('work()', { timeout: 2000 }).join());`;
  expect(run(script)).toEqual({
    status: 0,
    signal: null,
    stderr: '',
    stdout:
      "@forge/counter,2,f64(f64),true,ERR_CAPSULE_NOT_A_CAPSULE,a plain object,true,ERR_CAPSULE_NAME_UNUSABLE,'',true,ERR_X,b\n",
  });
});

/** One of each object that can be alive when the process ends, in the main thread and in a waiting Worker. */
const living = `
  const { Worker, parentPort } = require('node:worker_threads');
  const core = require(${quote(core)});
  const [forge, consumer, producer] = ['forge', 'consumer', 'producer'].map((name) => require(${quote(release)} + '/' + name + '.node'));
  const data = forge.sealData('@forge/data', { room: 64, shape: [8] });
  const content = forge.sealPointer('@forge/content', 1);
  const taken = forge.sealPointer('@forge/content', 2);
  const table = producer.sealTable();
  consumer.keep(table);
  const hold = forge.openData(data, null);
  globalThis.lives = [
    data, content, table, forge.sealFunction('@forge/f', 'f64(f64,*void)', 'times', { context: 3 }), forge.sealReadByDestructor(),
    hold, forge.openPointer(content, '@forge/content'), forge.take(taken, '@forge/content'), forge.toDlpack(hold),
    core.asTypedArray(data), forge.carry(hold), core.share(data), core.share(table), forge.sealSized('function', 8, 1 << 30),
  ];
  core.dispose(data);`;
const waiting = `${living} parentPort.postMessage('lives'); parentPort.on('message', () => { throw new Error('meant') });`;

// Windows has no signals: process.kill ends the process, and calls no handler.
const isWindows = process.platform === 'win32';
const signalled = isWindows ? { status: 1, signal: null } : { status: null, signal: 'SIGTERM' };
/** Node's output for an uncaught error: the last line is its version, and no fatal error follows. */
const thrown = {
  status: 1,
  signal: null,
  stderr: expect.stringMatching(/Error: meant\r?\n {4}at [\s\S]*\nNode\.js v\S+\r?\n$/),
};
test.each<[string, string, object]>([
  ['by itself', 'worker.unref();', { status: 0, signal: null, stderr: '' }],
  ['by process.exit', 'process.exit(7);', { status: 7, signal: null, stderr: '' }],
  ['by an uncaught exception', "throw new Error('meant');", thrown],
  ['by an unhandled rejection', "Promise.reject(new Error('meant'));", thrown],
  ['by SIGTERM', "process.kill(process.pid, 'SIGTERM');", { ...signalled, stderr: '' }],
  [
    'in a handler of SIGTERM',
    "process.on('SIGTERM', () => process.exit(9)); process.kill(process.pid, 'SIGTERM');",
    { status: isWindows ? 1 : 9, signal: null, stderr: '' },
  ],
  ['by an exception in a Worker', "worker.postMessage('throw');", thrown],
])(
  'the process exits normally while capsules, views, holds and tickets are alive, here and in a Worker: %s',
  (_, end, outcome) => {
    const script = `${living}
    const worker = new Worker(${quote(waiting)}, { eval: true });
    worker.on('message', () => { console.log('ends'); ${end} });`;
    for (let i = 0; i < 3; i++) expect(run(script)).toEqual({ stdout: 'ends\n', ...outcome });
  },
);

// numpy#22507, dlpack#103: deleters were called without the interpreter lock, or after the interpreter had ended. Here
// they need neither a thread nor an environment.
test.each(['', 'process.exit();'])(
  'contents that a Worker sealed are destroyed once, after JavaScript has ended: %s',
  (end) => {
    const script = `
    const forge = require(${quote(release)} + '/forge.node');
    const worker = new (require('node:worker_threads').Worker)(${quote(`
      const forge = require(${quote(release)} + '/forge.node');
      require('node:worker_threads').parentPort.postMessage(forge.openPointer(forge.sealPointer('@forge/content', 1), '@forge/content'));`)}, { eval: true });
    worker.on('message', (hold) => forge.releaseAtExit(hold));
    worker.on('exit', () => { console.log('destroyed before:', forge.destroyed()); ${end} });`;
    expect(run(script)).toEqual({
      status: 0,
      signal: null,
      stdout: 'destroyed before: 0\ndestroyed at exit: 1\n',
      stderr: '',
    });
  },
);
