import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mean } from '@capsule/stats';
import { root, run } from '@capsule/test-support/child-process';
import { skipWithout } from '@capsule/test-support/skip';
import { describe, expect, test } from 'vitest';

const json = (file: string) => JSON.parse(readFileSync(join(root, file), 'utf8'));
const [build = '', breakpoint = '', plainCMake = ''] = [
  ...readFileSync(join(root, 'docs', 'debugging.md'), 'utf8').matchAll(/^```sh\n(.*?)^```/gms),
].map(([, text]) => text ?? '');
const has = (command: string) => existsSync(command) || run('sh', ['-c', `command -v ${command}`]).status === 0;
const posix = process.platform !== 'win32';

// The commands of docs/debugging.md run this test under gdb.
test('the mean of a long array is computed in C', () => {
  expect(mean(new Float64Array(1000).fill(2))).toBe(2);
});

describe('docs/debugging.md', () => {
  test('stops in a kernel of fastmath, called by stats (requires gdb)', {
    timeout: 600_000,
    ...skipWithout('gdb', posix && has('gdb')),
  }, () => {
    // With --only turbo does not build TypeScript again, which other tests may be loading now.
    const only = '--filter=@capsule/core --filter=@capsule/fastmath --only';
    expect(run('sh', ['-e', '-c', `${build.trim()} ${only}`]).status).toBe(0);
    const { stdout, stderr } = run('sh', ['-e', '-c', breakpoint]);
    const frames = stdout.split('\n').filter((line) => line.startsWith('#'));
    expect(frames[0], stdout + stderr).toMatch(/^#0 +kernel_sum\w* \(.*n=1000.*\) at .*native\/kernels\/.*:\d+$/);
    expect(frames.slice(1).join('\n')).toMatch(/ in stats_mean \(.*\) at .*native\/statistics\/.*\.c:\d+$/m);
  });

  test('builds a package with plain CMake (requires make)', {
    timeout: 300_000,
    ...skipWithout('make', posix && has('make')),
  }, () => {
    expect(run('sh', ['-e', '-c', plainCMake.replaceAll('build/Debug', 'build-check/Debug')]).status).toBe(0);
    const addon = join(root, 'examples', '00-minimal', 'build-check', 'Debug', 'producer.node');
    expect(readFileSync(addon).includes('.debug_info')).toBe(true);
  });
});

test('.vscode names tasks, scripts and programs that exist', () => {
  const { configurations, compounds } = json('.vscode/launch.json');
  const { tasks } = json('.vscode/tasks.json');
  const names = (list: { name: string }[]) => list.map(({ name }) => name);
  for (const { configurations: parts } of compounds)
    expect(names(configurations)).toEqual(expect.arrayContaining(parts));
  for (const { preLaunchTask, program } of configurations) {
    if (preLaunchTask) expect(tasks).toContainEqual(expect.objectContaining({ label: preLaunchTask }));
    const file = program?.replace(/\$\{workspaceFolder\}/, root);
    if (file !== undefined && posix) expect(existsSync(file), file).toBe(true);
  }
  for (const { script } of tasks) expect(json('package.json').scripts).toHaveProperty(script);
  for (const folder of json('.vscode/settings.json')['cmake.sourceDirectory'])
    expect(existsSync(join(folder.replace(/\$\{workspaceFolder\}/, root), 'CMakePresets.json')), folder).toBe(true);
});
