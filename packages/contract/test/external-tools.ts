import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { skipWithout } from '@capsule/test-support/skip';

/** The minor of a Rust tool's version, or 0 if it is not installed. */
function rustVersion(tool: string): number {
  const { stdout } = spawnSync(tool, ['--version'], { encoding: 'utf8' });
  return Number(/\b1\.(\d+)/.exec(stdout ?? '')?.[1] ?? 0);
}

/** The module needs Rust 1.77; edition 2024 needs 1.85. */
const version = rustVersion('rustc');
/** The installed Rust compiler, preferably with the lints of clippy, and the formatter. */
export const rustc = version < 77 ? undefined : rustVersion('clippy-driver') === version ? 'clippy-driver' : 'rustc';
export const rustfmt = version >= 77 && spawnSync('rustfmt', ['--version']).status === 0;
const known = version >= 85 ? ['2021', '2024'] : ['2021'];

export const needsRustc = skipWithout('Rust 1.77 or later', rustc !== undefined);
export const needsRustfmt = skipWithout('rustfmt of Rust 1.77 or later', rustfmt);

/** The messages of the Rust compiler and of rustfmt for a generated module. */
export function rustProblems(
  folder: string,
  module: string,
  { use = '', editions = known, flags: more = [] as string[] } = {},
): string {
  const file = join(folder, 'module.rs');
  const crate = join(folder, 'crate.rs');
  writeFileSync(file, module);
  writeFileSync(crate, `pub mod module {\n    include!("module.rs");\n}\n${use}`);
  const flags = ['--crate-type', 'lib', '--emit', 'metadata', '-D', 'warnings', '--out-dir', folder, ...more];
  const runs = editions.flatMap((edition) => [
    ...(rustc === undefined ? [] : [spawnSync(rustc, ['--edition', edition, ...flags, crate])]),
    ...(rustfmt ? [spawnSync('rustfmt', ['--edition', edition, '--check', file])] : []),
  ]);
  return runs.map(({ status, stdout, stderr }) => (status === 0 ? '' : `${stdout}${stderr}`)).join('');
}

const biome = createRequire(__filename).resolve('@biomejs/biome/bin/biome');

/** A text as formatted by Biome. */
export function formatted(text: string, name = 'any.ffi.cjs'): string {
  const config = join(__dirname, '..', '..', '..');
  const args = [biome, 'format', `--config-path=${config}`, `--stdin-file-path=${name}`];
  const { stdout, stderr } = spawnSync(process.execPath, args, { input: text, encoding: 'utf8' });
  return stdout === '' ? stderr : stdout;
}
