// Runs turbo, after making sure that the machine can build: node scripts/turbo.mjs <task> [option ...]
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { preflight } from './preflight.mjs';
import { root, workspaces } from './workspaces.mjs';

/**
 * Turbo's hash knows nothing of the machine: a cache moved between two would bring the wrong binary. And a build folder
 * remembers its compiler: where that changes, or the machine, they all have to go.
 */
function forOtherTools({ cc, cxx }) {
  const file = join(root, '.turbo-key.json');
  const { platform, arch } = process;
  const key = `${JSON.stringify({ platform, arch, cc, cxx })}\n`;
  if (existsSync(file) && readFileSync(file, 'utf8') === key) return;
  for (const folder of workspaces) rmSync(join(root, folder, 'build'), { recursive: true, force: true });
  writeFileSync(file, key);
}

/** @returns {number} the exit code */
export function turbo(args) {
  const { problem, tools } = preflight();
  if (problem !== undefined) {
    console.error(`Building capsule: ${problem}`);
    return 1;
  }
  forOtherTools(tools);

  const bin = createRequire(import.meta.url).resolve('turbo/bin/turbo');
  const env = { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' };
  const run = spawnSync(process.execPath, [bin, 'run', ...args], { cwd: root, env, stdio: 'inherit' });
  return run.status ?? 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = turbo(process.argv.slice(2));
