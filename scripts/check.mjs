// npm run check: everything about the source that is not a test. Runs all of it, then says what failed.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { turbo } from './turbo.mjs';
import { root, workspaces } from './workspaces.mjs';

/** Runs a command, and shows what it prints only where it fails. */
function run(command, ...args) {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (status !== 0) console.log(`${[command, ...args].join(' ')}\n${stdout}${stderr}`);
  return status === 0;
}

function tracked(...patterns) {
  const { stdout } = spawnSync('git', ['ls-files', ...patterns], { cwd: root, encoding: 'utf8' });
  return stdout.split('\n').filter(Boolean);
}

/** Compiles every native package with warnings as errors, by every compiler that is here. */
function nativeWarnings() {
  const folders = workspaces.filter((folder) => existsSync(join(root, folder, 'CMakeLists.txt')));
  const compilers = [
    ['gcc', 'g++'],
    ['clang', 'clang++'],
  ];
  return compilers.every(([cc, cxx]) => {
    if (spawnSync(cc, ['--version']).status !== 0 || spawnSync(cxx, ['--version']).status !== 0) {
      console.log(`${cc} is not installed: its warnings are not looked at.`);
      return true;
    }
    const options = ['--CDCAPSULE_WERROR=ON', `--CDCMAKE_C_COMPILER=${cc}`, `--CDCMAKE_CXX_COMPILER=${cxx}`];
    return folders.every((folder) =>
      run('npx', 'cmake-js', 'compile', '-d', folder, '-O', `${folder}/build-check/${cc}`, ...options),
    );
  });
}

const sources = tracked('*.c', '*.h', '*.cc', '*.hpp');
const checks = {
  build: () => turbo(['build', '--output-logs=errors-only']) === 0,
  'format and lint of TypeScript and JSON': () => run('npx', 'biome', 'ci', '--error-on-warnings', '.'),
  'format of C and C++': () => run('npx', 'clang-format', '--dry-run', '-Werror', '--style=file', ...sources),
  types: () => run('npx', 'tsc', '-p', '.'),
  'warnings of C and C++ compilers': nativeWarnings,
};

const failed = [];
for (const [name, check] of Object.entries(checks)) {
  console.log(`- ${name}`);
  if (!check()) failed.push(name);
}
console.log(failed.length === 0 ? `All ${Object.keys(checks).length} checks passed.` : `Failed: ${failed.join(', ')}.`);
process.exitCode = failed.length === 0 ? 0 : 1;
