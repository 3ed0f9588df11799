// Distributes rows to columns, and counts rows that do not fit.
import { parseCell } from './cell.js';
import { Column } from './column.js';
import { UsageError } from './options.js';
import { readRows } from './read.js';
import { uniform } from './sample.js';

const maxColumns = 4096;
/** The maximum number of values that are kept for quartiles and histograms: per column, and in total. */
const sampleSize = { column: 100_000, total: 4_000_000 };
const maxExamples = 5;

/** Describes a stream of bytes. If `header` is undefined, the first row is a header unless all of its cells are numbers. */
export async function describeRows(source, { delimiter, decimal, header: isHeader }, onBytes) {
  const random = uniform(1);
  let columns;
  let rows = 0;
  let skipped = 0;
  const firstSkipped = [];

  const start = (cells) => {
    if (cells.length > maxColumns) throw new UsageError(`expected up to ${maxColumns} columns, found ${cells.length}.`);
    const hasNames = isHeader ?? cells.some((cell) => Number.isNaN(parseCell(cell, decimal) ?? Number.NaN));
    const size = Math.min(sampleSize.column, Math.floor(sampleSize.total / cells.length));
    columns = cells.map((cell, i) => new Column((hasNames && cell.trim()) || `column ${i + 1}`, size, random));
    return hasNames;
  };
  const skip = (line, problem) => {
    skipped++;
    if (firstSkipped.length < maxExamples) firstSkipped.push({ line, problem });
  };

  const end = await readRows(source, delimiter, onBytes, (cells, line) => {
    if (columns === undefined && start(cells)) return;
    if (cells.length !== columns.length) {
      skip(line, `${cells.length} cell${cells.length === 1 ? '' : 's'}, expected ${columns.length}`);
      return;
    }
    rows++;
    for (let i = 0; i < cells.length; i++) columns[i].add(cells[i], line, decimal);
  });
  if (end !== undefined) skip(end.line, `${end.problem}; reading ends here`);
  return { columns: columns ?? [], rows, skipped, firstSkipped };
}
