import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { node, root } from '@capsule/test-support/child-process';
import { describe, expect, test } from 'vitest';
import { emulated, missingFor } from '../scripts/emulators.mjs';
import { differences } from './platforms/differences.mjs';

const read = (file: string) => readFileSync(join(root, file), 'utf8');
const results = JSON.parse(read('test/platforms/results.json'));
const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ');
const guide = oneLine(read('docs/platforms.md'));

// Runs some test files of the packages and the examples. "npm run test:platforms" runs all of them.
describe.each(emulated)('%s', (platform) => {
  test.skipIf(missingFor(platform) !== undefined)(
    'the tests of the packages and the examples pass in an emulator (requires npm run platforms:setup, zig, an emulator)',
    () => {
      const { status, stdout } = node(['scripts/platforms.mjs', '--quick', '--platform', platform]);
      expect({ status, stdout }).toEqual({
        status: 0,
        stdout: expect.stringMatching(/: \d{3,} passed, \d+ differ as known, 0 failed/),
      });
    },
    900_000,
  );
});

test('a missing emulator, a missing zig and an unknown platform are each one message', () => {
  const run = (env: Record<string, string>, ...options: string[]) =>
    node(['scripts/platforms.mjs', ...options], { env: { HOME: process.env['HOME'] ?? '', PATH: '', ...env } });
  const { status, stdout } = run({}, '--quick', '--platform', 'win32-x64');
  expect({ status, lines: stdout.trimEnd().split('\n') }).toEqual({
    status: 1,
    lines: [expect.stringMatching(/^win32-x64: skipped, .*(not installed|requires Linux x64)/)],
  });
  expect(run({}, '--platform', 'plan9-x64')).toMatchObject({
    status: 1,
    stderr: 'Testing platforms: expected --platform linux-arm64 or win32-x64, found plan9-x64.\n',
  });
});

describe('the recorded result', () => {
  test('has no test that failed', () => {
    expect(Object.keys(results.emulated)).toEqual(emulated);
    for (const { passed, failed } of Object.values<{ passed: number; failed: number }>(results.emulated)) {
      expect(failed).toBe(0);
      expect(passed).toBeGreaterThan(1000);
    }
  });

  test('is what docs/platforms.md shows', () => {
    const number = (value: number) => value.toLocaleString('en');
    for (const [platform, { node, emulator, passed, differ, skipped }] of Object.entries<Record<string, number>>(
      results.emulated,
    )) {
      const counts = [passed, differ, skipped].map((value) => number(value ?? 0)).join(' | ');
      expect(guide).toContain(`| ${platform} | emulated | Node ${node}, ${emulator} | ${counts} |`);
    }
    for (const platform of Object.keys(results.compiled)) expect(guide).toContain(`| ${platform} | compiled only |`);
    expect(guide).toContain(`on ${results.date}.`);
  });

  test('is what README.md says', () => {
    const readme = oneLine(read('README.md'));
    const status = (word: string) => new RegExp(`${word}: ([^.]*)\\.`).exec(readme)?.[1] ?? '';
    const names = {
      'linux-arm64': 'Linux arm64',
      'win32-x64': 'Windows x64',
      'win32-arm64': 'Windows arm64',
      'darwin-x64': 'macOS x64',
      'darwin-arm64': 'macOS arm64',
      'linux-x64-musl': 'Linux x64 with musl',
      'linux-arm64-musl': 'Linux arm64 with musl',
    };
    const named = (platforms: object) => Object.keys(platforms).map((each) => names[each as keyof typeof names]);
    expect(status('Emulated').split(', ').sort()).toEqual(named(results.emulated).sort());
    expect(status('Compiled only').split(', ').sort()).toEqual(named(results.compiled).sort());
  });
});

test('docs/platforms.md gives the reason of each known difference', () => {
  for (const { reason } of differences) expect(guide).toContain(reason);
});

test('the parts of vitest for other platforms have the versions of this installation', () => {
  const { dependencies } = JSON.parse(read('test/platforms/package.json'));
  const { packages } = JSON.parse(read('package-lock.json'));
  for (const [name, version] of Object.entries<string>(dependencies).filter(([each]) => !each.startsWith('node-')))
    expect([name, packages[`node_modules/${name}`]?.version]).toEqual([name, version]);
});
