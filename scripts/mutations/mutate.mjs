// npm run test:mutations: plants known bugs in a clone, one at a time, and runs the tests that have to find each.
// Arguments select bugs by a part of their description.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clone } from '../clone.mjs';
import { mutations } from './mutations.mjs';

const { folder, remove } = clone();
process.on('exit', remove);
process.on('SIGINT', () => process.exit(130));

function run(command, args) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 28 });
  return { passed: status === 0, output: stdout + stderr };
}
/** Builds a package with its test addon, and all that they depend on. */
const build = (project) => {
  const folders = [`./packages/${project}`, `./packages/${project}/test/forge`];
  const filters = folders.filter((path) => existsSync(join(folder, path))).map((path) => `--filter={${path}}...`);
  return run('npm', ['run', 'build', '-s', '--', ...filters, '--output-logs=errors-only']);
};
const test = ([project, ...files]) =>
  run('npx', ['vitest', 'run', '--project', project, '--typecheck.enabled=false', '--bail=1', ...files]);

/** Stops with the output of a step that failed: without it the result would be meaningless. */
function requireSuccess({ passed, output }, what) {
  if (passed) return;
  console.error(`Planting bugs: expected ${what} to succeed, found that it failed.\n${output}`);
  process.exit(1);
}

const selected = mutations.filter(({ bug }) => process.argv.slice(2).every((part) => bug.includes(part)));
requireSuccess(run('npm', ['run', 'build', '-s', '--', '--output-logs=errors-only']), 'the build without a bug');
for (const tests of new Map(selected.map(({ tests }) => [tests.join(), tests])).values())
  requireSuccess(test(tests), `the tests ${tests.join(' ')} without a bug`);

let survived = 0;
for (const { bug, file, from, to, tests } of selected) {
  const path = join(folder, file);
  const text = readFileSync(path, 'utf8');
  writeFileSync(
    path,
    text.replace(from, () => to),
  );
  requireSuccess(build(tests[0]), `the build with the bug "${bug}"`);
  const { passed } = test(tests);
  console.log(`${passed ? 'not noticed' : 'noticed    '}  ${bug} (${file})`);
  if (passed) survived++;
  writeFileSync(path, text);
  requireSuccess(build(tests[0]), 'the build without a bug');
}
console.log(`${selected.length - survived} of ${selected.length} planted bugs are noticed.`);
process.exitCode = survived === 0 ? 0 : 1;
