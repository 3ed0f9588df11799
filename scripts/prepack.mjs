// The script "prepack" of each package: npm pack and npm publish run it in the folder of the package. It builds what the
// tarball contains, so that a tarball of an unbuilt clone is complete. Publishing fails if a prebuilt binary is missing.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './files.mjs';

const { name } = JSON.parse(readFileSync('package.json', 'utf8'));

/** The paths in binaries.cjs of prebuilt binaries that were not built. */
function missingBinaries() {
  if (!existsSync('binaries.cjs')) return [];
  const requires = readFileSync('binaries.cjs', 'utf8').matchAll(/require\('\.\/(prebuilds\/[^']+)'\)/g);
  return [...requires].map(([, file]) => file).filter((file) => !existsSync(file));
}

// npm pack --json writes to stdout; all output of the build goes to stderr.
const turbo = [
  join(root, 'scripts', 'turbo.mjs'),
  'generate',
  'build:ts',
  'build:templates',
  `--filter=${name}`,
  '--output-logs=errors-only',
];
const { status } = spawnSync(process.execPath, turbo, { cwd: root, stdio: ['ignore', 2, 2] });
process.exitCode = status ?? 1;

const missing = missingBinaries();
if (process.exitCode === 0 && missing.length > 0) {
  const isPublished = process.env['npm_command'] === 'publish';
  const effect = isPublished ? 'Run "npm run prebuild" first.' : 'There, users have to compile the package.';
  console.error(`Packing ${name}: expected all prebuilt binaries, found none at ${missing.join(', ')}. ${effect}`);
  if (isPublished) process.exitCode = 1;
}
