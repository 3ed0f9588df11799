// Rows become columns, and what does not fit is counted.
import { readCell } from './cell.js';
import { Column } from './column.js';
import { Refusal } from './options.js';
import { readRows } from './read.js';
import { uniform } from './sample.js';

const mostColumns = 4096;
/** Values that are kept for quartiles and histograms: of each column, and of all. */
const sampleSize = { each: 100_000, all: 4_000_000 };
const mostShown = 5;

/** Describes a stream of bytes; `isHeader` is undefined where the first row is to say itself what it is. */
export async function describeRows(source, { delimiter, decimal, header: isHeader }, onBytes) {
  const random = uniform(1);
  let columns;
  let rows = 0;
  let leftOut = 0;
  const firstLeftOut = [];

  const start = (cells) => {
    if (cells.length > mostColumns) throw new Refusal(`expected up to ${mostColumns} columns, found ${cells.length}.`);
    const named = isHeader ?? cells.some((cell) => Number.isNaN(readCell(cell, decimal) ?? Number.NaN));
    const size = Math.min(sampleSize.each, Math.floor(sampleSize.all / cells.length));
    columns = cells.map((cell, i) => new Column((named && cell.trim()) || `column ${i + 1}`, size, random));
    return named;
  };
  const leaveOut = (line, problem) => {
    leftOut++;
    if (firstLeftOut.length < mostShown) firstLeftOut.push({ line, problem });
  };

  const end = await readRows(source, delimiter, onBytes, (cells, line) => {
    if (columns === undefined && start(cells)) return;
    if (cells.length !== columns.length) {
      leaveOut(line, `${cells.length} cell${cells.length === 1 ? '' : 's'}, expected ${columns.length}`);
      return;
    }
    rows++;
    for (let i = 0; i < cells.length; i++) columns[i].add(cells[i], line, decimal);
  });
  if (end !== undefined) leaveOut(end.line, `${end.problem}; nothing is read from here on`);
  return { columns: columns ?? [], rows, leftOut, firstLeftOut };
}
