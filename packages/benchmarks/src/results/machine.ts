import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { cpus, release } from 'node:os';
import { join } from 'node:path';
import type { Meta } from './results.js';

/** Returns the first line that a program prints, or undefined if it cannot be run. */
function ask(program: string, ...args: string[]): string | undefined {
  const { status, stdout } = spawnSync(program, args, { encoding: 'utf8', cwd: __dirname });
  return status === 0 ? (stdout.split('\n')[0] ?? '').trim() : undefined;
}

/** Returns the sizes of the data and unified caches of the first core, as Linux reports them. */
function caches(): Record<string, string> {
  const folder = '/sys/devices/system/cpu/cpu0/cache';
  if (!existsSync(folder)) return {};
  const found: Record<string, string> = {};
  for (const index of readdirSync(folder).filter((name) => name.startsWith('index'))) {
    const read = (what: string) => readFileSync(join(folder, index, what), 'utf8').trim();
    try {
      if (read('type') !== 'Instruction') found[`L${read('level')}`] = read('size');
    } catch {
      // A virtual machine may hide some of the files.
    }
  }
  return found;
}

function commit(): string {
  const head = ask('git', 'rev-parse', '--short', 'HEAD');
  if (head === undefined) return 'unknown';
  return ask('git', 'status', '--porcelain') === '' ? head : `${head}+`;
}

/** Describes the machine, the versions and the time of a run. */
export function describeMachine(command: string): Meta {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    caches: caches(),
    system: `${process.platform}-${process.arch} ${release()}`,
    node: process.version,
    v8: process.versions.v8,
    compiler: ask(process.env['CC'] || 'cc', '--version') ?? 'unknown',
    versions: {},
    missing: {},
    date: new Date().toISOString(),
    commit: commit(),
    command,
    seconds: 0,
  };
}
