// npm run test:coverage: measures the lines and branches of C, C++ and TypeScript that the tests execute, and prints
// tables with the lines that no test executes. Fails if less than 95 % of the native lines are executed, or if one of the
// others has no reason in uncovered.mjs. Linux, gcc, gcov.
//
// It builds a clone without optimization and with counters (gcov), runs the tests of the packages there, and merges the
// counts of all processes. V8 counts TypeScript; c8, which npx downloads, maps its counts through the source maps.
import { ChildProcess, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { clone } from '../clone.mjs';
import { root } from '../files.mjs';
import { libraries } from '../release/published.mjs';
import { uncovered } from './uncovered.mjs';

const minimum = 95;
/** Tests that would add minutes and no counts: arrays of 2^32 values, and tests that compile code with other flags. */
const excluded = ['many', 'memory-limit', 'cross', 'header', 'add-kernel', 'target', 'any-contract'];
const given = process.argv.slice(2); // files of tests, for a part of the counts
const measured = /^packages\/(core|fastmath|stats)\/(native|include)\/.*\.(c|cc|h|hpp)$/;
const isGenerated = /_(node|functions)\.h$/;

if (spawnSync('gcov', ['--version']).status !== 0) {
  console.error('Measuring coverage: expected gcov, which is part of gcc, found none. Install gcc.');
  process.exit(1);
}

const { folder, remove } = clone();
process.on('exit', remove);
process.on('SIGINT', () => process.exit(130));

/** Runs a command in the clone and returns its output. */
function run(command, args, { env = {}, stdio = 'inherit', fails = false } = {}) {
  const options = { cwd: folder, env: { ...process.env, ...env }, stdio, encoding: 'utf8', maxBuffer: 2 ** 30 };
  const { status, stdout, error } = spawnSync(command, args, options);
  if (error !== undefined) throw error;
  if (status !== 0 && !fails) {
    console.error(`Measuring coverage: "${[command, ...args].join(' ')}" failed.`);
    process.exit(1);
  }
  return stdout;
}

const compilers = { CC: 'gcc --coverage', CXX: 'g++ --coverage' };
run('npm', ['run', 'build', '-s', '--', '--output-logs=errors-only']);
run('npm', ['run', 'build:debug', '-s', '--', '--output-logs=errors-only'], { env: compilers });

const v8 = join(folder, 'reports', 'v8');
Object.assign(process.env, { CAPSULE_BUILD: 'Debug', NODE_V8_COVERAGE: v8 });
process.chdir(folder);

/** A project of vitest. Tests execute dist, as applications do, and Node itself loads it: V8 counts what Node loads. */
const project = (name) => ({
  root: join(folder, 'packages', name),
  test: {
    name,
    include: ['test/**/*.test.ts'],
    exclude: excluded.map((file) => `test/${file}.test.ts`),
    alias: { '../src/': join(folder, 'packages', name, 'dist/') },
    server: { deps: { external: [/\/packages\/[^/]+\/dist\//] } },
    setupFiles: [join(folder, 'scripts', 'coverage', 'setup.mjs')],
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
// gcov and V8 write their counts when a process exits. The processes of vitest exit by themselves after a test, but
// vitest sends SIGTERM at once, and SIGKILL half a second later. Here SIGTERM is sent if a process does not exit.
const { kill } = ChildProcess.prototype;
ChildProcess.prototype.kill = function (signal) {
  if (signal !== 'SIGKILL') setTimeout(() => kill.call(this, signal), 10_000).unref();
  return true;
};
const { startVitest } = await import(join(folder, 'node_modules', 'vitest', 'dist', 'node.js'));
const vitest = await startVitest('test', given, {
  config: false,
  watch: false,
  reporters: ['default'],
  projects: libraries.map(project),
});
await vitest?.close();
process.exitCode = 0; // a test that fails here only, because it is slow, is not the subject of this script
if (given.length === 0) run('npm', ['run', 'failures', '-s', '-w', '@capsule/failures'], { fails: true });

/** The counts of each line and of each branch of a file, summed over all objects that contain it. */
const counts = new Map();
function add(file, key, count) {
  const of = counts.get(file) ?? counts.set(file, new Map()).get(file);
  of.set(key, (of.get(key) ?? 0) + count);
}

delete process.env.NODE_V8_COVERAGE;
/** Removes everything but the packages from V8's counts, most of which are those of Node and vitest. */
for (const name of readdirSync(v8)) {
  const isMeasured = (url) => libraries.some((each) => url.includes(`/packages/${each}/dist/`));
  const report = JSON.parse(readFileSync(join(v8, name), 'utf8'));
  report.result = report.result.filter(({ url }) => isMeasured(url));
  const maps = Object.entries(report['source-map-cache'] ?? {}).filter(([url]) => isMeasured(url));
  report['source-map-cache'] = Object.fromEntries(maps);
  writeFileSync(join(v8, name), JSON.stringify(report));
}

const data = run('find', [folder, '-name', '*.gcda', '-not', '-path', '*/node_modules/*'], { stdio: 'pipe' });
const reports = run('gcov', ['--json-format', '--branch-probabilities', '--stdout', ...data.trim().split('\n')], {
  stdio: ['ignore', 'pipe', 'ignore'],
});
for (const report of reports.split('\n').filter(Boolean)) {
  const { files, current_working_directory: base } = JSON.parse(report);
  for (const { file, lines } of files) {
    const path = relative(folder, resolve(base, file)).split(sep).join('/');
    if (!measured.test(path) || isGenerated.test(path)) continue;
    for (const { line_number: line, count, branches } of lines) {
      add(path, `${line}`, count);
      // The compiler adds a branch for each call in C++ that may throw.
      const written = branches.filter((each) => !each.throw);
      for (const [i, each] of written.entries()) add(path, `${line}:${i}`, each.count);
    }
  }
}

const percent = (entries) => {
  const executed = entries.filter(([, count]) => count > 0).length;
  return entries.length === 0 ? 100 : (100 * executed) / entries.length;
};
const isLine = ([key]) => !key.includes(':');

/** Consecutive numbers as ranges: 3-5, 9. */
function ranges(numbers) {
  const all = [];
  for (const number of numbers.sort((a, b) => a - b)) {
    const last = all.at(-1);
    if (last !== undefined && number === last[1] + 1) last[1] = number;
    else all.push([number, number]);
  }
  return all.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(', ');
}

const rows = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
const missedLines = (of) => [...of].filter((each) => isLine(each) && each[1] === 0).map(([key]) => Number(key));
const width = Math.max(...rows.map(([file]) => file.length));
const line = (name, entries, rest = '') =>
  `${name.padEnd(width)}  ${percent(entries.filter(isLine)).toFixed(1).padStart(5)} ` +
  `${percent(entries.filter((each) => !isLine(each)))
    .toFixed(1)
    .padStart(8)}  ${rest}`.trimEnd();
const everything = rows.flatMap(([, of]) => [...of]);
const table = [
  `${'file'.padEnd(width)}  lines branches  lines that no test executes`,
  ...rows.map(([file, of]) => line(file, [...of], ranges(missedLines(of)))),
  line('all', everything),
].join('\n');
console.log(`\nC and C++\n\n${table}\n\nTypeScript\n`);
run('npx', [
  '--yes',
  'c8@12.0.0',
  'report',
  '--temp-directory',
  v8,
  '--reporter',
  'text',
  '--exclude-after-remap',
  ...libraries.flatMap((name) => ['--include', `packages/${name}/src/**`]),
]);

mkdirSync(join(root, 'reports'), { recursive: true });
writeFileSync(join(root, 'reports', 'coverage-native.txt'), `${table}\n`);
if (percent(everything.filter(isLine)) < minimum) {
  console.error(`Measuring coverage: expected ${minimum} % of the native lines, found less.`);
  process.exitCode = 1;
}
const needed = new Set();
for (const [file, of] of rows) {
  const text = readFileSync(join(folder, file), 'utf8').split('\n');
  for (const number of missedLines(of)) {
    const source = text[number - 1].trim();
    if (uncovered.some((each) => each.file === file && each.lines?.includes(source) !== false)) {
      needed.add(`${file}: ${source}`);
      continue;
    }
    console.error(`${file}:${number}: expected a test or a reason in uncovered.mjs, found none: ${source}`);
    process.exitCode = 1;
  }
}
// A race may be executed in one run and not in the next: such a reason stays.
for (const { file, lines = [] } of given.length === 0 ? uncovered : []) {
  for (const source of lines.filter((each) => !needed.has(`${file}: ${each}`)))
    console.log(`${file}: executed in this run, in spite of its reason in uncovered.mjs: ${source}`);
}
