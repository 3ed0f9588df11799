import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { vi } from 'vitest';
import { run } from '../src/cli/program.js';

interface Printed {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** A temporary folder with a contract, in which the CLI runs. */
export interface TemporaryProject {
  readonly folder: string;
  write(file: string, text: string): void;
  read(file: string): string;
  /** Runs `capsule ...` in this process. Returns its output. */
  capsule(...args: string[]): Promise<Printed>;
  /** Runs `capsule ...` in a child process. */
  spawn(...args: string[]): Printed;
  [Symbol.dispose](): void;
}

async function inProcess(folder: string, args: string[]): Promise<Printed> {
  const before = process.cwd();
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  const error = vi.spyOn(console, 'error').mockImplementation(() => {});
  process.chdir(folder);
  try {
    await run(args);
    const text = (spy: typeof log) => spy.mock.calls.map((values) => `${values.join(' ')}\n`).join('');
    return { status: Number(process.exitCode ?? 0), stdout: text(log), stderr: text(error) };
  } finally {
    process.exitCode = undefined;
    process.chdir(before);
    log.mockRestore();
    error.mockRestore();
  }
}

/** Makes a temporary project inside of this package, so that `@capsule/contract` resolves. */
export function temporaryProject(files: Record<string, string>): TemporaryProject {
  const folder = mkdtempSync(join(__dirname, 'workbench-'));
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  };
  for (const [file, text] of Object.entries(files)) write(file, text);
  return {
    folder,
    write,
    read: (file) => readFileSync(join(folder, file), 'utf8'),
    capsule: (...args) => inProcess(folder, args),
    spawn: (...args) => {
      const bin = join(__dirname, '..', 'bin', 'capsule.js');
      const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], {
        cwd: folder,
        encoding: 'utf8',
        timeout: 60_000, // a command that blocks
      });
      return { status, stdout, stderr };
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The text of a contract file with these functions. */
export function source(version: string, functions: Record<string, string>): string {
  const list = Object.entries(functions).map(([name, text]) => `  ${name}: ${text},\n`);
  return `import { bool, callback, constPtr, defineContract, f32, f64, fn, i32, mutPtr, nothing, opaque, struct, usize } from '@capsule/contract';

export default defineContract('@acme/math', '${version}', {
${list.join('')}});
`;
}

/** `fn(f64, { x: constPtr(f64), n: usize }, ...)` since a version. */
export function sum(since = '1.0', x = 'constPtr(f64)', thread = 'any'): string {
  return `fn(f64, { x: ${x}, n: usize }, { since: '${since}', thread: '${thread}', doc: 'A sum.' })`;
}
