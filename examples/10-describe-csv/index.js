// Describes the columns of a CSV file of any length: what is kept of the values are numbers about them.
import { createReadStream, statSync } from 'node:fs';
import { about, rows as made, makeData } from './data.js';
import { Refusal, readOptions, usage } from './options.js';
import { startProgress } from './progress.js';
import { count, reportOf, safe } from './report.js';
import { describeRows } from './table.js';

/** Bytes that are read at once. */
const piece = 2 ** 18;

async function main() {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options.help) {
    process.stdout.write(usage);
    return 0;
  }
  const own = options.file === undefined;
  const path = own ? await make(options.ascii) : options.file;
  const name = own ? 'its own data' : path === '-' ? 'standard input' : safe(path, 200);
  const start = performance.now();
  const { bytes, ...table } = await describe(path, name, options);
  if (table.rows === 0 && table.leftOut === 0) throw new Refusal(`${name}: expected rows of values, found none.`);

  const screen = {
    width: Math.min(process.stdout.columns ?? 80, 120),
    ascii: options.ascii,
    color: process.stdout.isTTY && !process.env.NO_COLOR,
  };
  const reports = table.columns.map((column) => reportOf(column, own ? about[column.name] : undefined, screen));
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const size = `${count(table.rows, 'row')} of ${count(table.columns.length, 'column')}`;
  const read = bytes < 1e5 ? count(bytes, 'byte') : `${(bytes / 1e6).toFixed(1)} MB`;
  console.log(`${name}: ${size}, ${read} in ${seconds} s\n`);
  for (const { lines } of reports) console.log(`${lines.join('\n')}\n`);
  if (table.columns.some(({ sample }) => sample.isPart)) {
    const sampled = table.columns.find(({ sample }) => sample.isPart).sample.size;
    console.log(`Quartiles and histograms are of ${count(sampled, 'value')} of a column, drawn at random;`);
    console.log('everything else is of all values.');
  }
  const cells = reports.reduce((sum, { leftOut }) => sum + leftOut, 0);
  showLeftOut(table, cells);
  return table.leftOut + cells > 0 ? 1 : 0;
}

async function make(ascii) {
  const progress = startProgress('making a million rows', made, ascii);
  try {
    return await makeData(progress.add);
  } finally {
    progress.stop();
  }
}

async function describe(path, name, options) {
  const { source, total } = open(path, name);
  let bytes = 0;
  const progress = startProgress('reading', total, options.ascii);
  try {
    const table = await describeRows(source, options, (n) => {
      bytes += n;
      progress.add(n);
    });
    return { ...table, bytes };
  } finally {
    progress.stop();
  }
}

function open(path, name) {
  if (path === '-') return { source: process.stdin, total: undefined };
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) throw new Refusal(`${name}: expected a file, found none. Is the path right?`);
  if (stat.isDirectory()) throw new Refusal(`${name}: expected a file, found a directory.`);
  const source = createReadStream(path, { highWaterMark: piece });
  return { source, total: stat.isFile() ? stat.size : undefined };
}

function showLeftOut({ leftOut, firstLeftOut }, cells) {
  if (leftOut + cells === 0) return;
  const what = [leftOut > 0 && count(leftOut, 'row'), cells > 0 && count(cells, 'cell')].filter(Boolean);
  console.log(`Left out: ${what.join(' and ')}.`);
  for (const { line, problem } of firstLeftOut) console.log(`  line ${line}: ${problem}`);
  if (leftOut > firstLeftOut.length) console.log('  ...');
}

// Who reads the output may have seen enough.
process.stdout.on('error', (error) => process.exit(error.code === 'EPIPE' ? 0 : 2));
try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof Refusal) && error.syscall === undefined) throw error;
  console.error(`describe-csv: ${error.message}`);
  process.exitCode = 2;
}
