import { runScript } from '@capsule/test-support/child-process';
import { expect, test } from 'vitest';
import { application } from './application.js';

// Node-API reports the termination of execution as an exception. If capsule_import made it the cause of an error, a
// script could catch that and continue; node-addon-api would abort the process.
const { addon, install } = application();
// Reports that an endless loop is about to start.
const report = `{
  const port = require('node:worker_threads').parentPort;
  port ? port.postMessage('runs') : require('node:fs').writeSync(1, 'runs ');
}`;
install('@acme/endless', { 'index.js': `${report} for (;;);` });
install('@acme/catching', { 'index.js': `${report} try { for (;;); } catch {} finally { ${report} }` });
install('@acme/around', { 'index.js': `require(${JSON.stringify(addon)}).import('@acme/endless');` });
install('@acme/watched', {
  'index.js': `Object.defineProperty(exports, 'capsule', { get() { ${report} for (;;); } });`,
});

const run = (script: string) =>
  runScript(`const forge = require(${JSON.stringify(addon)}); ${script}`, { timeout: 40_000 });
const cases = ['import', 'importCpp'].flatMap((call) =>
  ['@acme/endless', '@acme/catching', '@acme/around', '@acme/watched'].map((name) => [call, name]),
);

test.each(cases)(
  'a script that a timeout of node:vm terminates during an import stays terminated: %s, %s',
  (call, name) => {
    const script = `
    globalThis.forge = forge;
    const text = "try { forge.${call}('${name}') } catch { console.log('ran on') } finally { console.log('ran on') }";
    try { require('node:vm').runInThisContext(text, { timeout: 500 }) } catch ({ code }) { console.log(code) }
    try { forge.import('@acme/none') } catch ({ code }) { console.log(code) }`;
    expect(run(script)).toEqual({
      status: 0,
      signal: null,
      stdout: 'runs ERR_SCRIPT_EXECUTION_TIMEOUT\nERR_CAPSULE_PACKAGE_NOT_FOUND\n',
      stderr: '',
    });
  },
);

test.each(cases)(
  'a Worker that is terminated during an import stays terminated, and the process continues: %s, %s',
  (call, name) => {
    const worker = `
      const forge = require(${JSON.stringify(addon)});
      const say = (text) => require('node:fs').writeSync(1, text);
      try { forge.${call}('${name}') } catch { say('ran on') } finally { say('ran on') }`;
    const script = `
      const worker = new (require('node:worker_threads').Worker)(${JSON.stringify(worker)}, { eval: true });
      worker.on('message', async (text) => console.log(text, await worker.terminate()));`;
    expect(run(script)).toEqual({ status: 0, signal: null, stdout: 'runs 1\n', stderr: '' });
  },
);
