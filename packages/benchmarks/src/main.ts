import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import type { Suite } from './harness/suite.js';
import { page } from './report/page.js';
import { changes, compare } from './results/compare.js';
import { columns, tables } from './results/format.js';
import type { Results, Row } from './results/results.js';
import { standings, verdict } from './results/verdict.js';
import { run, suites } from './run.js';

// npm run bench -- [options]

interface Options {
  suite?: string[];
  filter?: string;
  quick?: boolean;
  json?: string;
  compare?: string;
  report?: string | true;
  input?: string;
}

/** Resolves a path from the folder in which npm was called. */
const fromCaller = (file: string): string => resolve(process.env['INIT_CWD'] ?? '.', file);

function readResults(file: string): Results {
  try {
    const results: Results = JSON.parse(readFileSync(fromCaller(file), 'utf8'));
    if (Array.isArray(results.rows) && typeof results.meta === 'object') return results;
  } catch (error) {
    throw new InvalidArgumentError(`expected a file that --json wrote, found ${(error as Error).message}.`);
  }
  throw new InvalidArgumentError(`expected a file that --json wrote, found one without meta and rows.`);
}

/** Rejects a folder before anything is measured, so that a wrong path fails at once. */
function rejectFolder(file: string): void {
  if (existsSync(fromCaller(file)) && statSync(fromCaller(file)).isDirectory())
    throw new InvalidArgumentError(`expected a file to write, found the folder ${file}.`);
}

function write(file: string, text: string): void {
  mkdirSync(dirname(fromCaller(file)), { recursive: true });
  writeFileSync(fromCaller(file), text);
  console.log(`Written: ${fromCaller(file)}`);
}

/** Formats results with one row per line, so that a diff of two runs is readable. */
function asText({ meta, rows }: Results): string {
  const lines = rows.map((row) => `  ${JSON.stringify(row)}`).join(',\n');
  return `{\n"meta": ${JSON.stringify(meta, null, 2)},\n"rows": [\n${lines}\n]\n}\n`;
}

/** Writes progress to stderr: in place on a terminal, otherwise a line for each step. */
function progress(what: string): void {
  process.stderr.write(process.stderr.isTTY ? `\r\x1b[2K${what} ...` : `${what} ...\n`);
}

function show({ name, question }: Suite, rows: readonly Row[], results: Results): void {
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[2K');
  if (rows.length === 0) return;
  console.log(`${name}: ${question}\n`);
  const ahead = name === 'peers' ? standings(rows) : undefined;
  for (const { title, head, lines } of [...tables(rows), ...(ahead ? [ahead] : [])]) {
    const named = head.some((cell) => cell !== '');
    console.log(`  ${title}\n${columns(named ? [head, ...lines] : lines)}`);
  }
  for (const sentence of verdict(name, results)) console.log(`  ${sentence}`);
  console.log();
}

function header({ meta }: Results): string {
  const missing = Object.entries(meta.missing).map(([name, why]) => `Not measured: ${name} (${why}).\n`);
  const { cpu, cores, system, node, compiler, date, commit, seconds } = meta;
  return `${cpu}, ${cores} cores, ${system}, Node ${node}, ${compiler}, ${date}, commit ${commit}, ${seconds} s\n${missing.join('')}`;
}

async function bench(options: Options): Promise<void> {
  const command = ['npm run bench --', ...process.argv.slice(2)].join(' ');
  for (const file of [options.json, options.report]) if (typeof file === 'string') rejectFolder(file);
  const before = options.compare === undefined ? undefined : readResults(options.compare);
  const results =
    options.input === undefined
      ? await run({ ...options, ...(options.suite && { suites: options.suite }), progress, done: show }, command)
      : readResults(options.input);
  console.log(header(results));
  if (results.rows.length === 0)
    throw new InvalidArgumentError('expected something to measure, found nothing of that name.');
  if (before !== undefined)
    console.log(
      `Compared with ${before.meta.date}, ${before.meta.cpu}:\n\n${columns(changes(compare(results, before)))}`,
    );
  if (options.json !== undefined) write(options.json, asText(results));
  if (options.report !== undefined)
    write(options.report === true ? 'reports/benchmarks.html' : options.report, page(results));
}

const names = suites.map(({ name }) => name);
const command = new Command('bench')
  .usage('-- [options]')
  .description('Measures calls from C to C through a capsule, opening, kernels and statistics.')
  .addOption(new Option('--suite <name...>', 'only these suites').choices(names))
  .option('--filter <text>', 'only functions with this in their name, or the competitor of this name')
  .option('--quick', 'fewer lengths and rounds: about two minutes')
  .option('--json <file>', 'write all results')
  .option('--compare <file>', 'show ratios with an earlier --json')
  .option('--report [file]', 'write a page (reports/benchmarks.html)')
  .addOption(
    new Option('--input <file>', 'measure nothing, and read an earlier --json').conflicts(['suite', 'filter', 'quick']),
  )
  .addArgument(
    new Argument('[rest...]').argParser(() => {
      throw new InvalidArgumentError('expected options only.');
    }),
  )
  .action((_, options: Options) => bench(options));

command.parseAsync().catch((error: Error) => {
  console.error(error instanceof InvalidArgumentError ? `bench: ${error.message}` : error);
  process.exitCode = 1;
});
