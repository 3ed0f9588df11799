import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { node, root } from '@capsule/test-support/child-process';
import { skipWithout } from '@capsule/test-support/skip';
import { describe, expect, test } from 'vitest';
import { compiledOnly } from '../scripts/platforms/compiled.mjs';
import { emulated, missingFor } from '../scripts/platforms/emulators.mjs';
import { names, readResults, shownTable, tableOf } from '../scripts/platforms/results.mjs';
import { differences } from './platforms/differences.mjs';

interface Counts {
  readonly passed: number;
  readonly failed: number;
}

const read = (file: string) => readFileSync(join(root, file), 'utf8');
const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ');
const timeout = 900_000;
/** .ci/run chooses one platform, because it has 20 minutes. */
const chosen = process.env['CAPSULE_TEST_PLATFORMS']?.split(',') ?? emulated;
const guide = oneLine(read('docs/platforms.md'));

// Runs some test files of the packages and the examples. "npm run test:platforms" runs all of them.
describe.each(emulated)('%s', (platform) => {
  test('tests of the packages pass in an emulator', {
    ...skipWithout('npm run platforms:setup, zig, qemu-user and wine', missingFor(platform) === undefined),
    ...(!chosen.includes(platform) && skipWithout(`${platform} in CAPSULE_TEST_PLATFORMS`, false)),
    timeout,
  }, () => {
    const { status, stdout } = node(['scripts/platforms/platforms.mjs', '--quick', '--platform', platform]);
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: expect.stringMatching(/: \d{3,} passed, \d+ differ as known, 0 failed/),
    });
  });
});

test('a missing emulator, a missing zig and an unknown platform are each one message', () => {
  const run = (env: Record<string, string>, ...options: string[]) =>
    node(['scripts/platforms/platforms.mjs', ...options], {
      env: { HOME: process.env['HOME'] ?? '', PATH: '', ...env },
    });
  const { status, stdout } = run({}, '--quick', '--platform', 'win32-x64');
  expect({ status, lines: stdout.trimEnd().split('\n') }).toEqual({
    status: 1,
    lines: [expect.stringMatching(/^win32-x64: skipped, .*(not installed|requires Linux x64)/)],
  });
  expect(run({}, '--quick', '--platform', 'plan9-x64')).toMatchObject({
    status: 1,
    stderr: 'Testing platforms: expected --platform linux-arm64 or win32-x64, found plan9-x64.\n',
  });
});

describe('the recorded result', () => {
  const results = readResults();

  test('has every platform that is emulated, and no test that failed', () => {
    expect(Object.keys(results.emulated).sort()).toEqual([...emulated].sort());
    for (const { tests } of Object.values<{ tests: Record<string, Counts> }>(results.emulated))
      for (const { passed, failed } of Object.values(tests)) expect([passed > 20, failed]).toEqual([true, 0]);
  });

  test('has the contracts of the platforms that are compiled only', () => {
    const compiled = Object.entries<{ producers: string[]; consumers: string[] }>(results.compiled);
    expect(compiled.map(([platform]) => platform).sort()).toEqual([...compiledOnly].sort());
    for (const [, { producers, consumers }] of compiled) {
      expect(producers).toEqual(['@capsule/fastmath', '@example/adder', '@example/distance']);
      expect(consumers.length).toBeGreaterThan(1);
    }
  });

  test('is the table in docs/platforms.md', () => expect(shownTable()).toBe(tableOf(results)));
});

test('README.md lists the platforms that are emulated, and those that are compiled only', () => {
  const readme = oneLine(read('README.md'));
  const listed = (status: string) => new RegExp(`${status}: ([^.]*)\\.`).exec(readme)?.[1]?.split(', ') ?? [];
  const named = (platforms: string[]) => platforms.map((each) => names[each as keyof typeof names]);
  expect(listed('Emulated').sort()).toEqual(named(emulated).sort());
  expect(listed('Compiled only').sort()).toEqual(named(compiledOnly).sort());
});

test('docs/platforms.md has the reason of each known difference', () => {
  for (const { reason } of differences) expect(guide).toContain(reason);
});

test('the parts of vitest for other platforms have the versions of this installation', () => {
  const { dependencies } = JSON.parse(read('test/platforms/package.json'));
  const { packages } = JSON.parse(read('package-lock.json'));
  for (const [name, version] of Object.entries<string>(dependencies).filter(([each]) => !each.startsWith('node-')))
    expect([name, packages[`node_modules/${name}`]?.version]).toEqual([name, version]);
});
