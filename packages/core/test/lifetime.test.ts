import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { contract, forge } from './forge/index.js';

const release = join(__dirname, 'forge', 'build', 'Release');

/**
 * A Worker loads a producer that nobody else has loaded, hands its table to a consumer that keeps it in
 * a static of the process, and exits. The main thread then calls through that static.
 */
function callAfterTheWorker(producer: string) {
  const script = `
    const { Worker } = require('node:worker_threads');
    const keeper = require(${JSON.stringify(join(release, 'keeper.node'))});
    const worker = new Worker(\`
      const { capsule } = require(${JSON.stringify(join(release, producer))});
      require(${JSON.stringify(join(release, 'keeper.node'))}).keep(capsule);
    \`, { eval: true });
    worker.on('exit', () => setTimeout(() => console.log(keeper.call()), 50));
  `;
  return spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
}

test('a table outlives the Worker that alone had loaded its producer', () => {
  expect(callAfterTheWorker('producer.node')).toMatchObject({ status: 0, stdout: '42\n' });
});

// The control: without it the test above could pass because Node does not unload at all.
test.skipIf(process.platform !== 'linux')('and it is pinning that keeps it: without, the same call crashes', () => {
  const { status, signal, stdout } = callAfterTheWorker('producer_unpinned.node');
  expect({ crashed: signal === 'SIGSEGV' || signal === 'SIGBUS' || status === 139, stdout }).toEqual({
    crashed: true,
    stdout: '',
  });
});

test('two copies of one addon are two images, and open each other’s capsules', () => {
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
  rmSync(folder, { recursive: true, force: true });
});
