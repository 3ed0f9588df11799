// Builds the crate, and gives the addon's path; undefined where there is no cargo that can. What is built already stays.
const { spawnSync } = require('node:child_process');
const { copyFileSync, mkdirSync } = require('node:fs');
const { join } = require('node:path');

const libraries = { linux: 'libexample_rust.so', darwin: 'libexample_rust.dylib' };

/** Older ones do not know what the generated module uses. */
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
