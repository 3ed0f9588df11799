// npm run test:mutations:ts: Stryker plants small bugs in TypeScript, one at a time, and runs the tests that execute the
// changed code. Arguments select files by a part of their path; without them, all files of `scopes` are mutated.
//
// It works in a clone, because Stryker changes the sources in place and the tests load dist. The tests run in a thread
// of vitest, so code that only child processes execute is left out: the command line, loadAddon. A bug that no test
// finds is a failure, unless mutants.mjs has the reason why no test can find it.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clone } from '../clone.mjs';
import { root } from '../files.mjs';
import { equivalents, scopes } from './mutants.mjs';

const installed = join(root, 'test', 'mutation', 'node_modules');
if (!existsSync(installed)) {
  console.error('Planting bugs: expected Stryker in test/mutation, found none. Run "npm run mutations:setup".');
  process.exit(1);
}
const { folder, remove } = clone();
process.on('exit', remove);
process.on('SIGINT', () => process.exit(130));

/** Runs a command in the clone; stops if it fails. */
function run(command, args, env = {}) {
  const { status } = spawnSync(command, args, { cwd: folder, env: { ...process.env, ...env }, stdio: 'inherit' });
  if (status === 0) return;
  console.error(`Planting bugs: "${[command, ...args].join(' ')}" failed.`);
  process.exit(1);
}
run('cp', ['-al', installed, 'test/mutation/node_modules']);
run('npm', ['run', 'build', '-s', '--', '--output-logs=errors-only']);

/** Plants all bugs in some files of a package, and returns Stryker's report. */
function mutate({ project, tests }, mutated) {
  const test = {
    root: join(folder, 'packages', project),
    include: tests.map((name) => `test/${name}.test.ts`),
    testTimeout: 60_000,
    hookTimeout: 60_000,
  };
  writeFileSync(join(folder, 'vitest.mutations.mjs'), `export default { test: ${JSON.stringify(test)} };\n`);
  const options = {
    inPlace: true,
    plugins: [join(folder, 'test/mutation/node_modules/@stryker-mutator/vitest-runner/dist/src/index.js')],
    testRunner: 'vitest',
    vitest: { configFile: 'vitest.mutations.mjs', related: false },
    buildCommand: `npx tsc -p packages/${project} --noCheck`,
    mutate: mutated,
    // Messages of errors are asserted by the tests of errors. A static mutant needs a run of all tests.
    mutator: { excludedMutations: ['StringLiteral'] },
    ignoreStatic: true,
    coverageAnalysis: 'perTest',
    concurrency: 1,
    timeoutMS: 20_000,
    reporters: ['json'],
    jsonReporter: { fileName: 'reports/mutants.json' },
  };
  writeFileSync(join(folder, 'stryker.config.json'), JSON.stringify(options));
  run('test/mutation/node_modules/.bin/stryker', ['run', '--logLevel', 'warn']);
  return JSON.parse(readFileSync(join(folder, 'reports', 'mutants.json'), 'utf8'));
}

/** The text between two places of a source, which Stryker counts from 1. */
function between(source, { start, end }) {
  const lines = source.split('\n').slice(start.line - 1, end.line);
  lines[lines.length - 1] = lines.at(-1).slice(0, end.column - 1);
  return [lines[0].slice(start.column - 1), ...lines.slice(1)].join('\n');
}

const oneLine = (text) => text.replaceAll(/\s+/g, ' ').trim();
const parts = process.argv.slice(2);
let survived = 0;
const started = Date.now();
for (const scope of scopes) {
  const mutated = scope.files.filter((file) => parts.length === 0 || parts.some((part) => file.includes(part)));
  if (mutated.length === 0) continue;
  for (const [file, { source, mutants }] of Object.entries(mutate(scope, mutated).files)) {
    const of = (status) => mutants.filter((each) => each.status === status);
    const alive = [...of('Survived'), ...of('NoCoverage')].map((each) => ({
      line: each.location.start.line,
      from: oneLine(between(source, each.location)),
      to: oneLine(each.replacement),
    }));
    const isEquivalent = ({ from, to }) =>
      equivalents.some((each) => each.file === file && each.from === from && each.to === to);
    const unknown = alive.filter((each) => !isEquivalent(each));
    console.log(
      `${file}: ${of('Killed').length + of('Timeout').length} found, ${alive.length - unknown.length} equivalent, ` +
        `${unknown.length} not found, ${of('Ignored').length} ignored`,
    );
    for (const { line, from, to } of unknown) console.log(`  line ${line}: ${from}\n    -> ${to}`);
    survived += unknown.length;
  }
}
console.log(`${survived} not found, ${Math.round((Date.now() - started) / 60_000)} minutes`);
process.exitCode = survived === 0 ? 0 : 1;
