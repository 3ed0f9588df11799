// Describes the columns of a CSV file of any length in bounded memory.
import { createReadStream, statSync } from 'node:fs';
import { about, generateData, rows as generatedRows } from './data.js';
import { readOptions, UsageError, usage } from './options.js';
import { startProgress } from './progress.js';
import { formatCount, printable, reportColumn } from './report.js';
import { describeRows } from './table.js';

/** Bytes per read. */
const chunkSize = 2 ** 18;

async function main() {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options.help) {
    process.stdout.write(usage);
    return 0;
  }
  const isGenerated = options.file === undefined;
  const path = isGenerated ? await generate(options.ascii) : options.file;
  const name = isGenerated ? 'generated data' : path === '-' ? 'standard input' : printable(path, 200);
  const start = performance.now();
  const { bytes, ...table } = await describe(path, name, options);
  if (table.rows === 0 && table.skipped === 0) throw new UsageError(`${name}: expected rows of values, found none.`);

  const screen = {
    width: Math.min(process.stdout.columns ?? 80, 120),
    ascii: options.ascii,
    color: process.stdout.isTTY && !process.env.NO_COLOR,
  };
  const reports = table.columns.map((column) =>
    reportColumn(column, isGenerated ? about[column.name] : undefined, screen),
  );
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const size = `${formatCount(table.rows, 'row')} of ${formatCount(table.columns.length, 'column')}`;
  const read = bytes < 1e5 ? formatCount(bytes, 'byte') : `${(bytes / 1e6).toFixed(1)} MB`;
  console.log(`${name}: ${size}, ${read} in ${seconds} s\n`);
  for (const { lines } of reports) console.log(`${lines.join('\n')}\n`);
  const sampled = table.columns.find(({ sample }) => sample.isPartial);
  if (sampled !== undefined) {
    console.log(
      `Quartiles and histograms use a random sample of ${formatCount(sampled.sample.size, 'value')} per column;`,
    );
    console.log('everything else uses all values.');
  }
  const cells = reports.reduce((sum, { skipped }) => sum + skipped, 0);
  printSkipped(table, cells);
  return table.skipped + cells > 0 ? 1 : 0;
}

async function generate(ascii) {
  const progress = startProgress('generating a million rows', generatedRows, ascii);
  try {
    return await generateData(progress.add);
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
  if (stat === undefined) throw new UsageError(`${name}: expected a file, found none. Is the path right?`);
  if (stat.isDirectory()) throw new UsageError(`${name}: expected a file, found a directory.`);
  const source = createReadStream(path, { highWaterMark: chunkSize });
  return { source, total: stat.isFile() ? stat.size : undefined };
}

function printSkipped({ skipped, firstSkipped }, cells) {
  if (skipped + cells === 0) return;
  const counts = [skipped > 0 && formatCount(skipped, 'row'), cells > 0 && formatCount(cells, 'cell')].filter(Boolean);
  console.log(`Skipped: ${counts.join(' and ')}.`);
  for (const { line, problem } of firstSkipped) console.log(`  line ${line}: ${problem}`);
  if (skipped > firstSkipped.length) console.log('  ...');
}

// A reader such as `head` may close the pipe early.
process.stdout.on('error', (error) => process.exit(error.code === 'EPIPE' ? 0 : 2));
try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof UsageError) && error.syscall === undefined) throw error;
  console.error(`describe-csv: ${error.message}`);
  process.exitCode = 2;
}
