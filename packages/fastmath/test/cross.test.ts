// Kernels without Node, in a plain C program: compiled for this machine and, where there is a compiler for it and an
// emulator, for arm64. test/cross/main.c says what it compares.
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isInstalled, warnings } from '@capsule/test-support/compilers';
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
const unfused = '-ffp-contract=off'; // as capsule.cmake has it

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

// The first arm64 there was: an emulator of the latest has vectors of which memcpy makes slow work.
const qemu: [string, ...string[]] = ['qemu-aarch64', '-cpu', 'cortex-a57'];
const cross = 'aarch64-linux-gnu-gcc'; // brings the headers and libraries that clang needs as well
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
afterAll(() => rmSync(folder, { recursive: true, force: true }));

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

/** Builds the program, once for all tests that ask for the same. */
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

async function look(target: Target, more: string[], ...args: string[]) {
  const [command, ...rest] = [...target.emulator, await build(target, more), ...args] as [string, ...string[]];
  const { status, stdout, stderr } = await run(command, rest);
  const lines = stdout.split('\n').slice(0, -1);
  return { status, stderr, lines, bits: bitsOf(lines) };
}

/** A line for each kernel: its name, and a hash of all that the scalar one has written. */
const bitsOf = (lines: string[]) =>
  lines.flatMap((line) => {
    const [, name, hash] = /^(\w+) scalar: as scalar in \d+ calls, (\w{16})$/.exec(line) ?? [];
    return name === undefined ? [] : [`${name} ${hash}\n`];
  });

const title = ({ name, missing }: Target) =>
  missing.length === 0 ? name : `${name}: skipped, for there is no ${missing.join(' and no ')}`;
const optimised = ['-O3', unfused, ...warnings];
const sanitized = ['-O1', '-g', '-fsanitize=address,undefined', '-fno-sanitize-recover=all', unfused];

describe.skipIf(process.platform === 'win32')('without Node', { timeout: 300_000 }, () => {
  describe.each([...native, ...arm64].map((target) => [title(target), target] as const))('%s', (_, target) => {
    test.skipIf(target.missing.length > 0)('every variant gives the bits that all machines give', async () => {
      const { status, stderr, lines, bits } = await look(target, optimised);
      const right = / (\w+): (as scalar in \d+ calls, \w{16}|the kernel of scalar)$/;
      expect(lines.filter((line) => !right.test(line))).toEqual([]);
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      const expected = kernelNames.flatMap((name) => target.variants.map((variant) => `${name} ${variant}`));
      expect(lines.map((line) => line.slice(0, line.indexOf(':')))).toEqual(expected);
      // One file for all machines. Where a kernel is meant to give other bits, or is new: vitest -u.
      await expect(bits.join('')).toMatchFileSnapshot(join(here, 'test', 'cross', 'bits.txt'));
    });
  });

  describe.each(native.slice(0, 1).map((target) => [title(target), target] as const))('%s', (_, target) => {
    // The control: what is looked for is seen.
    test.skipIf(target.missing.length > 0)('kernels that are wrong are found, each in its way', async () => {
      const { status, lines } = await look(target, optimised, 'wrong');
      expect(status).toBe(1);
      expect(lines.filter((line) => !line.endsWith(': the kernel of scalar'))).toEqual([
        'sum wrong: differs from scalar, with numbers around 1e9, n = 8193, at offset 0',
        'dot wrong: touches what is not its own, with uniform numbers, n = 0, at the end of a page',
        'scale wrong: differs from scalar, with zeros of both signs, n = 1, at offset 0',
        'add wrong: writes beside its arrays, with uniform numbers, n = 0, at offset 0',
        'divide wrong: changes the floating-point environment',
        'abs wrong: differs from scalar, with numbers of any magnitude, n = 131, at offset 0',
        'moments_weighted wrong: touches what is not its own, with uniform numbers, n = 0, at offset 0',
      ]);
    });
  });

  describe.each(native.slice(-1).map((target) => [title(target), target] as const))('%s', (_, target) => {
    const skipped = target.missing.length > 0 || process.platform !== 'linux';

    test.skipIf(skipped)('nothing is undefined, and no address is wrong', async () => {
      const { status, stderr, bits } = await look(target, sanitized);
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(bits).toHaveLength(kernelNames.length);
    });
  });

  const [fusing] = process.arch === 'arm64' ? native : arm64;
  test.skipIf(fusing === undefined || fusing.missing.length > 0)(
    'an arm64 compiler that may fuse gives other bits: -ffp-contract=off is needed, and seen',
    async () => {
      if (fusing === undefined) return;
      const may = await look(fusing, ['-O3', '-ffp-contract=fast'], 'dot');
      const mayNot = await look(fusing, optimised, 'dot');
      expect([may.bits, mayNot.bits].flat()).toHaveLength(2);
      expect(may.bits).not.toEqual(mayNot.bits);
    },
  );
});
