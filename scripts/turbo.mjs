// Runs turbo, after making sure that the machine can build: node scripts/turbo.mjs <task> [option ...]
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { preflight } from './preflight.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/** @returns {number} the exit code */
export function turbo(args) {
  const { problem, tools } = preflight();
  if (problem !== undefined) {
    console.error(`Building capsule: ${problem}`);
    return 1;
  }
  // Turbo's hash knows nothing of the machine: a cache moved between two would bring the wrong binary.
  const { platform, arch } = process;
  writeFileSync(`${root}/.turbo-key.json`, `${JSON.stringify({ platform, arch, cc: tools.cc, cxx: tools.cxx })}\n`);

  const bin = createRequire(import.meta.url).resolve('turbo/bin/turbo');
  const env = { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' };
  const run = spawnSync(process.execPath, [bin, 'run', ...args], { cwd: root, env, stdio: 'inherit' });
  return run.status ?? 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = turbo(process.argv.slice(2));
