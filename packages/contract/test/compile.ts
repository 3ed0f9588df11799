import { spawn, spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { include_dir } from '@capsule/core';

export const node_include: string = createRequire(__filename)('node-api-headers').include_dir;
export const compilers = ['gcc', 'clang'].filter((compiler) => spawnSync(compiler, ['--version']).status === 0);
export const warnings = ['-Wall', '-Wextra', '-Wpedantic', '-Wconversion', '-Wshadow', '-Werror'];

/** How a compiler finds the generated headers in a folder, those of core, perhaps another, and those of Node-API. */
export const includes = (folder: string, core = include_dir): string[] => [
  ...['-I', folder, '-I', core],
  ...['-isystem', node_include],
];

/** Builds an addon from one C file, without a warning. Nothing is linked: Node has what it calls. */
export async function build(file: string, addon: string, flags: string[], compiler = compilers[0]): Promise<void> {
  const shared = process.platform === 'darwin' ? ['-bundle', '-undefined', 'dynamic_lookup'] : ['-shared', '-fPIC'];
  const args = ['-std=c11', '-D_DEFAULT_SOURCE', '-O1', ...warnings, ...shared, ...flags, file, '-o', addon, '-lm'];
  const running = spawn(compiler ?? 'cc', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  running.stderr.on('data', (text) => {
    stderr += text;
  });
  const status = await new Promise((resolve) => running.on('close', resolve));
  if (status !== 0 || stderr !== '') throw new Error(`Building ${addon}: ${stderr}`);
}
