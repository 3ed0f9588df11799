import { spawn } from 'node:child_process';
import { compilers, warnings } from '@capsule/test-support/compilers';

/** Builds an addon from one C file, with warnings as errors. Node provides its imports at run time. */
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
