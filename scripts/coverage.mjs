// npm run test:coverage: measures the lines and branches of C, C++ and TypeScript that the tests execute. Prints tables
// with the lines that no test executes, and fails if less than 95 % of the native lines are executed. Linux, gcc, gcov.
//
// It builds a clone without optimization and with counters (gcov), runs the tests of the packages there, and merges the
// counts of all processes. V8 counts TypeScript; c8, which npx downloads, maps its counts through the source maps.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { clone } from './clone.mjs';
import { root } from './files.mjs';

const minimum = 95;
const projects = ['core', 'contract', 'fastmath', 'stats'];
const measured = /^packages\/(core|fastmath|stats)\/(native|include)\/.*\.(c|cc|h|hpp)$/;
const isGenerated = /_node\.h$/;

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
const env = { CAPSULE_BUILD: 'Debug', NODE_V8_COVERAGE: v8 };
run(
  'npx',
  ['vitest', 'run', '--mode', 'coverage', ...projects.flatMap((name) => ['--project', name]), '--reporter=dot'],
  {
    env,
    fails: true,
  },
);

/** The counts of each line and of each branch of a file, summed over all objects that contain it. */
const counts = new Map();
function add(file, key, count) {
  const of = counts.get(file) ?? counts.set(file, new Map()).get(file);
  of.set(key, (of.get(key) ?? 0) + count);
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
const width = Math.max(...rows.map(([file]) => file.length));
const line = (name, entries, rest = '') =>
  `${name.padEnd(width)}  ${percent(entries.filter(isLine)).toFixed(1).padStart(5)} ` +
  `${percent(entries.filter((each) => !isLine(each)))
    .toFixed(1)
    .padStart(8)}  ${rest}`.trimEnd();
const everything = rows.flatMap(([, of]) => [...of]);
const table = [
  `${'file'.padEnd(width)}  lines branches  lines that no test executes`,
  ...rows.map(([file, of]) => {
    const missed = [...of].filter((each) => isLine(each) && each[1] === 0).map(([key]) => Number(key));
    return line(file, [...of], ranges(missed));
  }),
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
  ...projects.flatMap((name) => ['--include', `packages/${name}/src/**`]),
]);

mkdirSync(join(root, 'reports'), { recursive: true });
writeFileSync(join(root, 'reports', 'coverage-native.txt'), `${table}\n`);
if (percent(everything.filter(isLine)) < minimum) {
  console.error(`Measuring coverage: expected ${minimum} % of the native lines, found less.`);
  process.exitCode = 1;
}
