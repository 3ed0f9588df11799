// Builds the crates, and returns the folder with their addons, or undefined if there is no suitable cargo.
const { spawnSync } = require('node:child_process');
const { copyFileSync, mkdirSync } = require('node:fs');
const { join } = require('node:path');

const libraries = { linux: ['lib', '.so'], darwin: ['lib', '.dylib'] };

/** The generated module needs C string literals, which cargo 1.77 introduced. */
function hasCargo() {
  const { stdout } = spawnSync('cargo', ['--version'], { encoding: 'utf8' });
  return Number(/^cargo 1\.(\d+)/.exec(stdout ?? '')?.[1]) >= 77;
}

exports.build = () => {
  const [prefix, suffix] = libraries[process.platform] ?? [];
  if (prefix === undefined || !hasCargo()) return undefined;
  const target = join(__dirname, 'build', 'cargo');
  const args = [
    'build',
    '--release',
    '--lib',
    '--examples',
    '--quiet',
    '--offline',
    '--locked',
    '--target-dir',
    target,
  ];
  const { status } = spawnSync('cargo', args, { cwd: __dirname, stdio: 'inherit' });
  if (status !== 0) throw new Error(`Building ${__dirname}: expected cargo to succeed, found exit code ${status}.`);
  const folder = join(__dirname, 'build', 'Release');
  mkdirSync(folder, { recursive: true });
  for (const [of, name] of [
    ['.', 'consume_rust'],
    ['examples', 'open_rust'],
    ['examples', 'produce_rust'],
  ])
    copyFileSync(join(target, 'release', of, `${prefix}${name}${suffix}`), join(folder, `${name}.node`));
  return folder;
};
