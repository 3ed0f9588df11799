// npm run check: every check of the sources that is not a test. Runs all of them and lists those that fail.
// npm run format: check.mjs --fix formats TypeScript, JSON, C and C++ as the check requires.
import { execFile, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, workspaces, writtenSources } from './files.mjs';
import { turbo } from './turbo.mjs';

/** Runs a command; shows its output if it fails. */
function run(command, ...args) {
  const options = { cwd: root, maxBuffer: 2 ** 28, shell: process.platform === 'win32' };
  return new Promise((resolve) => {
    execFile(command, args, options, (error, stdout, stderr) => {
      if (error !== null) console.log(`${[command, ...args].join(' ')}\n${stdout}${stderr}`);
      resolve(error === null);
    });
  });
}

/** Compiles every native package with warnings as errors, by one compiler, if it is installed. */
async function warningsOf(cc, cxx, configuration) {
  if (spawnSync(cc, ['--version']).status !== 0 || spawnSync(cxx, ['--version']).status !== 0) {
    console.log(`Skipped: ${cc} is not installed.`);
    return true;
  }
  const options = [
    '--CDCAPSULE_WERROR=ON',
    `--CDCMAKE_C_COMPILER=${cc}`,
    `--CDCMAKE_CXX_COMPILER=${cxx}`,
    `--config=${configuration}`,
  ];
  for (const folder of workspaces.filter((each) => existsSync(join(root, each, 'CMakeLists.txt'))))
    if (!(await run('npx', 'cmake-js', 'compile', '-d', folder, '-O', `${folder}/build-check/${cc}`, ...options)))
      return false;
  return true;
}

/** Without optimization, clang has the same warnings in half the time; gcc finds some of them only when it optimizes. */
async function nativeWarnings() {
  const found = await Promise.all([warningsOf('gcc', 'g++', 'Release'), warningsOf('clang', 'clang++', 'Debug')]);
  return found.every((passed) => passed);
}

/** Compares every contract with the record of its shipped versions, and with the files generated from it. */
function contracts() {
  if (turbo(['build:ts', '--filter=@capsule/contract', '--output-logs=errors-only']) !== 0) return false;
  const hasContract = (folder) => readdirSync(join(root, folder)).some((name) => name.includes('.contract.'));
  return run('npx', 'capsule', 'check', ...workspaces.filter(hasContract));
}

/** clang-format breaks code at 100 columns, but neither comments nor strings. */
function columns() {
  const long = writtenSources().flatMap((file) =>
    readFileSync(join(root, file), 'utf8')
      .split('\n')
      .flatMap((line, i) => ([...line].length > 100 ? [`${file}:${i + 1}: expected up to 100 columns`] : [])),
  );
  if (long.length > 0) console.log(long.join('\n'));
  return long.length === 0;
}

const biome = (...args) => run('npx', 'biome', ...args, '--colors=off', '--error-on-warnings', '.');
const clangFormat = (...args) => run('npx', 'clang-format', ...args, '--style=file', ...writtenSources());

const fixes = {
  'format and lint of TypeScript and JSON': () => biome('check', '--write'),
  'format of C and C++': () => clangFormat('-i'),
};

// These run one after the other, because the build generates the files again, and before the others, which need it.
const first = {
  'contracts and generated files': contracts,
  build: () => turbo(['build', '--output-logs=errors-only']) === 0,
};
const checks = {
  'format and lint of TypeScript and JSON': () => biome('ci'),
  'format of C and C++': () => clangFormat('--dry-run', '-Werror'),
  'columns of C and C++': columns,
  types: () => run('npx', 'tsc', '-p', '.'),
  'warnings of C and C++ compilers': nativeWarnings,
};

const failed = [];
let count = 0;
/** Runs a check and records its name if it fails. */
async function perform([name, check]) {
  console.log(`- ${name}`);
  count++;
  if (!(await check())) failed.push(name);
}
const isFix = process.argv.includes('--fix');
if (!isFix) for (const each of Object.entries(first)) await perform(each);
await Promise.all(Object.entries(isFix ? fixes : checks).map(perform));
if (failed.some((name) => name.startsWith('format'))) console.log('"npm run format" corrects the format.');
console.log(failed.length === 0 ? `All ${count} passed.` : `Failed: ${failed.join(', ')}.`);
process.exitCode = failed.length === 0 ? 0 : 1;
