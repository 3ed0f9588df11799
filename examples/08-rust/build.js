// Builds the crate and returns the addon's path, or undefined if there is no suitable cargo.
const { spawnSync } = require('node:child_process');
const { copyFileSync, mkdirSync } = require('node:fs');
const { join } = require('node:path');

const libraries = { linux: 'libexample_rust.so', darwin: 'libexample_rust.dylib' };

/** The generated module needs C string literals, which cargo 1.77 introduced. */
function hasCargo() {
  const { stdout } = spawnSync('cargo', ['--version'], { encoding: 'utf8' });
  return Number(/^cargo 1\.(\d+)/.exec(stdout ?? '')?.[1]) >= 77;
}

exports.build = () => {
  const library = libraries[process.platform];
  const target = join(__dirname, 'build', 'cargo');
  if (library === undefined || !hasCargo()) return undefined;
  const args = ['build', '--release', '--quiet', '--offline', '--locked', '--target-dir', target];
  const { status } = spawnSync('cargo', args, { cwd: __dirname, stdio: 'inherit' });
  if (status !== 0) throw new Error(`Building ${__dirname}: expected cargo to succeed, found exit code ${status}.`);
  const file = join(__dirname, 'build', 'Release', 'example_rust.node');
  mkdirSync(join(__dirname, 'build', 'Release'), { recursive: true });
  copyFileSync(join(target, 'release', library), file);
  return file;
};
