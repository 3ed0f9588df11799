// The script "prepack" of each package: npm pack and npm publish run it in the folder of the package. It builds what the
// tarball contains, so that a tarball of an unbuilt clone is complete. Publishing fails if a prebuilt binary is missing.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from '../files.mjs';

/** Removes the compiled files of sources that no longer exist, which tsc leaves in dist. */
export function removeStale(folder) {
  const dist = join(folder, 'dist');
  if (!existsSync(dist)) return; // a package in JavaScript
  for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
    const [, name, m = ''] = /^(.+?)(?:\.d)?\.(m?)[jt]s(?:\.map)?$/.exec(entry.name) ?? [];
    const source = join(folder, 'src', entry.parentPath.slice(dist.length), `${name}.${m}ts`);
    if (entry.isFile() && !existsSync(source)) rmSync(join(entry.parentPath, entry.name));
  }
}

/** The paths in binaries.cjs of prebuilt binaries that were not built. */
function missingBinaries() {
  if (!existsSync('binaries.cjs')) return [];
  const requires = readFileSync('binaries.cjs', 'utf8').matchAll(/require\('\.\/(prebuilds\/[^']+)'\)/g);
  return [...requires].map(([, file]) => file).filter((file) => !existsSync(file));
}

function prepack() {
  const { name } = JSON.parse(readFileSync('package.json', 'utf8'));
  // npm pack --json writes to stdout; all output of the build goes to stderr.
  const tasks = ['generate', 'build:ts', 'build:templates', `--filter=${name}`, '--output-logs=errors-only'];
  const turbo = [join(root, 'scripts', 'turbo.mjs'), ...tasks];
  const { status } = spawnSync(process.execPath, turbo, { cwd: root, stdio: ['ignore', 2, 2] });
  if (status !== 0) return 1;
  removeStale('.');

  const missing = missingBinaries();
  if (missing.length === 0) return 0;
  const isPublished = process.env['npm_command'] === 'publish';
  const effect = isPublished ? 'Run "npm run prebuilds" first.' : 'There, users have to compile the package.';
  console.error(`Packing ${name}: expected all prebuilt binaries, found none at ${missing.join(', ')}. ${effect}`);
  return isPublished ? 1 : 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = prepack();
