import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const has = (tool: string) => spawnSync(tool, ['--version']).status === 0;

/** What is here to look at Rust with: the compiler, or clippy, which is the compiler and more; and the formatter. */
export const rustc = ['clippy-driver', 'rustc'].find(has);
export const rustfmt = has('rustfmt');

/** What a Rust compiler and its formatter say of a generated module. */
export function rustProblems(folder: string, module: string, { use = '', editions = ['2021', '2024'] } = {}): string {
  const file = join(folder, 'module.rs');
  const crate = join(folder, 'crate.rs');
  writeFileSync(file, module);
  writeFileSync(crate, `pub mod module {\n    include!("module.rs");\n}\n${use}`);
  const flags = ['--crate-type', 'lib', '--emit', 'metadata', '-D', 'warnings', '--out-dir', folder];
  const runs = editions.flatMap((edition) => [
    ...(rustc === undefined ? [] : [spawnSync(rustc, ['--edition', edition, ...flags, crate])]),
    ...(rustfmt ? [spawnSync('rustfmt', ['--edition', edition, '--check', file])] : []),
  ]);
  return runs.map(({ status, stdout, stderr }) => (status === 0 ? '' : `${stdout}${stderr}`)).join('');
}

const biome = createRequire(__filename).resolve('@biomejs/biome/bin/biome');

/** What this repository's formatter makes of a text. */
export function formatted(text: string): string {
  const config = join(__dirname, '..', '..', '..');
  const args = [biome, 'format', `--config-path=${config}`, '--stdin-file-path=any.ffi.cjs'];
  const { stdout, stderr } = spawnSync(process.execPath, args, { input: text, encoding: 'utf8' });
  return stdout === '' ? stderr : stdout;
}
