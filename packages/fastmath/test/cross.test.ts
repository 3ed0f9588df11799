// Tests the kernels in a plain C program without Node, compiled for this machine and, if a compiler and an emulator are
// installed, for arm64. test/cross/main.c describes what it compares.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isInstalled, warnings } from '@capsule/test-support/compilers';
import { posixOnly, skipWithout } from '@capsule/test-support/skip';
import { removeFolder } from '@capsule/test-support/temporary-folder';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { variants } from './addon.js';
import { kernelNames } from './forge/index.js';

const here = join(__dirname, '..');
const sourcesIn = (folder: string) =>
  readdirSync(join(here, folder), { encoding: 'utf8', recursive: true })
    .filter((name) => name.endsWith('.c'))
    .map((name) => join(here, folder, name));
const sources = [
  ...[...sourcesIn('native'), ...sourcesIn('test/cross')],
  ...['calls.c', 'environment.c', 'pages.c'].map((name) => join(here, 'test', 'forge', name)),
];
const flags = ['-std=c11', '-I', join(here, 'include')];
const unfused = '-ffp-contract=off'; // as in capsule.cmake

const missing = (...commands: string[]) => commands.filter((command) => !isInstalled(command));

interface Target {
  name: string;
  compiler: [string, ...string[]];
  emulator: string[];
  variants: string[];
  missing: string[];
}

const native: Target[] = (process.platform === 'darwin' ? ['clang'] : ['gcc', 'clang']).map((compiler) => ({
  name: `this machine, by ${compiler}`,
  compiler: [compiler],
  emulator: [],
  variants,
  missing: missing(compiler),
}));

// An early arm64: memcpy uses the vectors of later ones, which are slow in the emulator.
const qemu: [string, ...string[]] = ['qemu-aarch64', '-cpu', 'cortex-a57'];
const cross = 'aarch64-linux-gnu-gcc'; // also provides the headers and libraries that clang needs
const arm64: Target[] = [
  { compiler: [cross, '-static'] as Target['compiler'], missing: missing(cross, qemu[0]) },
  {
    compiler: ['clang', '--target=aarch64-linux-gnu', '-static'] as Target['compiler'],
    missing: missing('clang', cross, qemu[0]),
  },
].map((target) => ({
  name: `arm64 under an emulator, by ${target.compiler[0]}`,
  emulator: qemu,
  variants: ['neon', 'scalar'],
  ...target,
}));

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fastmath-cross-'));
});
afterAll(() => removeFolder(folder));

async function run(command: string, args: string[]) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (text) => {
    stdout += text;
  });
  child.stderr.on('data', (text) => {
    stderr += text;
  });
  const status = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  return { status, stdout, stderr };
}

const programs = new Map<string, string>();

/** Builds the program once for all tests with the same options. */
async function build({ compiler: [command, ...own] }: Target, more: string[]): Promise<string> {
  const args = [...own, ...flags, ...more, ...sources];
  const key = [command, ...args].join(' ');
  const known = programs.get(key);
  if (known !== undefined) return known;
  const program = join(folder, `cross${programs.size}`);
  const built = await run(command, [...args, '-o', program, '-lm', '-pthread']);
  expect(built).toEqual({ status: 0, stdout: '', stderr: '' });
  programs.set(key, program);
  return program;
}

async function runProgram(target: Target, more: string[], ...args: string[]) {
  const [command, ...rest] = [...target.emulator, await build(target, more), ...args] as [string, ...string[]];
  const { status, stdout, stderr } = await run(command, rest);
  const lines = stdout.split('\n').slice(0, -1);
  return { status, stderr, lines, bits: bitsOf(lines) };
}

/** A line for each kernel: its name, and a hash of all results of the scalar kernel. */
const bitsOf = (lines: string[]) =>
  lines.flatMap((line) => {
    const [, name, hash] = /^(\w+) scalar: as scalar in \d+ calls, (\w{16})$/.exec(line) ?? [];
    return name === undefined ? [] : [`${name} ${hash}\n`];
  });

/** Whether the compiler has the runtime of the sanitizers, which some distributions package separately. */
const hasSanitizers = ({ compiler: [command] }: Target) =>
  spawnSync(command, ['-fsanitize=address,undefined', '-x', 'c', '-', '-o', '/dev/null'], {
    input: 'int main(void) { return 0; }',
  }).status === 0;

const title = ({ name, missing }: Target) =>
  missing.length === 0 ? name : `${name}: skipped without ${missing.join(' and ')}`;
const optimized = ['-O3', unfused, ...warnings];
const sanitized = ['-O1', '-g', '-fsanitize=address,undefined', '-fno-sanitize-recover=all', unfused];

describe('without Node', { timeout: 300_000, ...posixOnly }, () => {
  describe.each([...native, ...arm64].map((target) => [title(target), target] as const))('%s', (_, target) => {
    test(
      'every variant returns the same bits as on all machines',
      skipWithout(target.missing.join(' and '), target.missing.length === 0),
      async () => {
        const { status, stderr, lines, bits } = await runProgram(target, optimized);
        const right = / (\w+): (as scalar in \d+ calls, \w{16}|the kernel of scalar)$/;
        expect(lines.filter((line) => !right.test(line))).toEqual([]);
        expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
        const expected = kernelNames.flatMap((name) => target.variants.map((variant) => `${name} ${variant}`));
        expect(lines.map((line) => line.slice(0, line.indexOf(':')))).toEqual(expected);
        // One file for all machines. For a new kernel, or intentionally different bits: vitest -u.
        await expect(bits.join('')).toMatchFileSnapshot(join(here, 'test', 'cross', 'bits.txt'));
      },
    );
  });

  describe.each(native.slice(0, 1).map((target) => [title(target), target] as const))('%s', (_, target) => {
    // The control: shows that the comparison can fail.
    test(
      'detects each deliberately wrong kernel',
      skipWithout(target.missing.join(' and '), target.missing.length === 0),
      async () => {
        const { status, lines } = await runProgram(target, optimized, 'wrong');
        expect(status).toBe(1);
        expect(lines.filter((line) => !line.endsWith(': the kernel of scalar'))).toEqual([
          'sum wrong: differs from scalar, with numbers around 1e9, n = 8193, at offset 0',
          'dot wrong: accesses memory outside of its arrays, with uniform numbers, n = 0, at the end of a page',
          'scale wrong: differs from scalar, with zeros of both signs, n = 1, at offset 0',
          'add wrong: writes outside of its arrays, with uniform numbers, n = 0, at offset 0',
          'divide wrong: changes the floating-point environment',
          'abs wrong: differs from scalar, with numbers of any magnitude, n = 131, at offset 0',
          'moments_weighted wrong: accesses memory outside of its arrays, with uniform numbers, n = 0, at offset 0',
        ]);
      },
    );
  });

  const installed = native.filter((target) => target.missing.length === 0);
  const sanitizing = process.platform === 'linux' ? installed.findLast(hasSanitizers) : undefined;

  test(
    'has no undefined behavior and no invalid access, by the sanitizers of gcc or clang',
    skipWithout('the runtime of AddressSanitizer, on Linux', sanitizing !== undefined),
    async () => {
      const { status, stderr, bits } = await runProgram(sanitizing as Target, sanitized);
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(bits).toHaveLength(kernelNames.length);
    },
  );

  const [fusing] = process.arch === 'arm64' ? native : arm64;
  test(
    'the comparison detects fused operations: -ffp-contract=fast changes the bits on arm64',
    skipWithout(fusing?.missing.join(' and ') ?? 'clang', fusing !== undefined && fusing.missing.length === 0),
    async () => {
      const may = await runProgram(fusing as Target, ['-O3', '-ffp-contract=fast'], 'dot');
      const mayNot = await runProgram(fusing as Target, optimized, 'dot');
      expect([may.bits, mayNot.bits].flat()).toHaveLength(2);
      expect(may.bits).not.toEqual(mayNot.bits);
    },
  );
});
