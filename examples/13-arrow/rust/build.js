// Builds the crate, whose dependencies cargo fetches: npm run -w @example/13-arrow build:rust
const { spawnSync } = require('node:child_process');
const { copyFileSync, mkdirSync } = require('node:fs');
const { join } = require('node:path');

const libraries = { linux: 'libexample_arrow.so', darwin: 'libexample_arrow.dylib' };
const library = libraries[process.platform];
const target = join(__dirname, '..', 'build', 'cargo');
const folder = join(__dirname, '..', 'build', 'Rust');
const args = ['build', '--release', '--locked', '--target-dir', target];
const { status } = library === undefined ? {} : spawnSync('cargo', args, { cwd: __dirname, stdio: 'inherit' });
if (status !== 0) {
  console.error(`Building ${__dirname}: expected cargo 1.85 or later (https://rustup.rs), on Linux or macOS.`);
  process.exitCode = 1;
} else {
  mkdirSync(folder, { recursive: true });
  copyFileSync(join(target, 'release', library), join(folder, 'example_arrow.node'));
}
