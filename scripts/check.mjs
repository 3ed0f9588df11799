// npm run check: everything about the source that is not a test. Runs all of it, then says what failed.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { figuresAreRecorded } from './figures.mjs';
import { writtenSources } from './files.mjs';
import { pathIsShort } from './path.mjs';
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

/** Compares every contract with what was shipped, and with what was generated from it. */
function contracts() {
  if (turbo(['build:ts', '--filter=@capsule/contract', '--output-logs=errors-only']) !== 0) return false;
  const hasContract = (folder) => readdirSync(join(root, folder)).some((name) => name.includes('.contract.'));
  return run('npx', 'capsule', 'check', ...workspaces.filter(hasContract));
}

const checks = {
  // Before the build, which generates anew.
  'contracts and generated files': contracts,
  build: () => turbo(['build', '--output-logs=errors-only']) === 0,
  'format and lint of TypeScript and JSON': () => run('npx', 'biome', 'ci', '--colors=off', '--error-on-warnings', '.'),
  'format of C and C++': () => run('npx', 'clang-format', '--dry-run', '-Werror', '--style=file', ...writtenSources()),
  types: () => run('npx', 'tsc', '-p', '.'),
  'warnings of C and C++ compilers': nativeWarnings,
  'the path of one call': pathIsShort,
  'the figures of the README': figuresAreRecorded,
};

const failed = [];
for (const [name, check] of Object.entries(checks)) {
  console.log(`- ${name}`);
  if (!check()) failed.push(name);
}
if (failed.some((name) => name.startsWith('format')))
  console.log('Run "npm run format" for what is a matter of format.');
console.log(failed.length === 0 ? `All ${Object.keys(checks).length} checks passed.` : `Failed: ${failed.join(', ')}.`);
process.exitCode = failed.length === 0 ? 0 : 1;
