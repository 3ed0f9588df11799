// Runs turbo if all requirements are met; if not, lists what is missing: turbo.mjs [watch] <task> [option ...]
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root, workspaces } from './files.mjs';
import { preflight } from './preflight.mjs';

/** Removes the build trees that other tools have created, because a tree keeps its compiler when CC changes. */
function removeForeignTrees(tools) {
  for (const folder of workspaces) {
    for (const configuration of ['Release', 'Debug', 'Sanitize']) {
      const tree = join(root, folder, 'build', configuration);
      const cache = join(tree, 'CMakeCache.txt');
      if (!existsSync(cache)) continue;
      const lines = readFileSync(cache, 'utf8').split(/\r?\n/);
      if (!lines.includes(`CAPSULE_TOOLS:INTERNAL=${tools}`)) rmSync(tree, { recursive: true });
    }
  }
}

/** @returns {number} the exit code */
export function turbo(args) {
  const { problem, tools } = preflight();
  if (problem !== undefined) {
    console.error(`Building capsule: ${problem}`);
    return 1;
  }
  // The tools are part of turbo's hash (globalEnv), because turbo reads neither the machine nor its compilers. Every
  // build tree records them, too.
  const { platform, arch } = process;
  const CAPSULE_TOOLS = [platform, arch, tools.cc, tools.cxx].join(', ');
  removeForeignTrees(CAPSULE_TOOLS);

  const bin = createRequire(import.meta.url).resolve('turbo/bin/turbo');
  const env = { ...process.env, CAPSULE_TOOLS, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' };
  const command = args[0] === 'watch' ? args : ['run', ...args];
  return spawnSync(process.execPath, [bin, ...command], { cwd: root, env, stdio: 'inherit' }).status ?? 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = turbo(process.argv.slice(2));
