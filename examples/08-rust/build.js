// Builds the crate: node build.js [--debug]
const { spawnSync } = require('node:child_process');
const { copyFileSync, mkdirSync } = require('node:fs');
const { join } = require('node:path');

const name = 'example_rust';
const libraries = { linux: `lib${name}.so`, darwin: `lib${name}.dylib` };
const required = 'cargo 1.77 or later (https://rustup.rs), on Linux or macOS';

/** The generated module needs C string literals, which cargo 1.77 introduced. */
function hasCargo() {
  const { stdout } = spawnSync('cargo', ['--version'], { encoding: 'utf8' });
  return Number(/^cargo 1\.(\d+)/.exec(stdout ?? '')?.[1]) >= 77;
}

/** Builds the crate and returns the addon's path, or undefined if there is no suitable cargo. */
function build(configuration = 'Release') {
  const library = libraries[process.platform];
  const target = join(__dirname, 'build', 'cargo');
  if (library === undefined || !hasCargo()) return undefined;
  const profile = configuration === 'Release' ? ['--release'] : [];
  const args = ['build', ...profile, '--quiet', '--offline', '--locked', '--target-dir', target];
  const { status } = spawnSync('cargo', args, { cwd: __dirname, stdio: 'inherit' });
  if (status !== 0) throw new Error(`Building ${__dirname}: expected cargo to succeed, found exit code ${status}.`);
  const folder = join(__dirname, 'build', configuration);
  const file = join(folder, `${name}.node`);
  mkdirSync(folder, { recursive: true });
  copyFileSync(join(target, configuration.toLowerCase(), library), file);
  return file;
}

module.exports = { build, required };

if (require.main === module && build(process.argv.includes('--debug') ? 'Debug' : 'Release') === undefined) {
  console.error(`Building ${__dirname}: expected ${required}, found none.`);
  process.exitCode = 1;
}
