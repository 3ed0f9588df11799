// Reads rows of a stream of bytes: never more than a piece of it at a time.
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { parse } from 'csv-parse';

/** A row is no longer than this: where a quote is never closed, the rest of the file would be one. */
const longest = 2 ** 20;

/** The delimiter that is most frequent in the first line, outside of quotes. */
function guessDelimiter(start) {
  const [line] = start
    .toString('latin1')
    .replaceAll(/"[^"]*"/g, '')
    .split(/[\r\n]/, 1);
  const count = (delimiter) => line.split(delimiter).length;
  return [',', ';', '\t', '|'].reduce((best, each) => (count(each) > count(best) ? each : best));
}

/** Lines that a row takes: more than one where cells have line ends in them. */
function linesOf(row) {
  let lines = 1;
  for (const cell of row) if (cell.includes('\n')) lines += cell.split('\n').length - 1;
  return lines;
}

/**
 * Calls onRow(cells, line) for every row of a stream, but for empty lines.
 *
 * @returns what ended it early, { line, problem }, or undefined
 */
export async function readRows(source, delimiter, onBytes, onRow) {
  let parser, end;
  let line = 1;
  let rows = 0;
  const start = (bytes) => {
    parser = parse({
      bom: true,
      delimiter: delimiter ?? guessDelimiter(bytes),
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true, // what is too long or too short is counted, not thrown
      relax_quotes: true, // a quote inside of a cell is a letter: 3.5" disk
      max_record_size: longest,
      // With these two, rows that came before the error are not lost.
      skip_records_with_error: true,
      on_skip: ({ code, records }) => {
        end ??= { rows: records, problem: problems[code] ?? code };
      },
    });
    parser.on('data', (row) => {
      if (end !== undefined && rows >= end.rows) return;
      rows++;
      if (row.length > 1 || row[0] !== '') onRow(row, line);
      line += linesOf(row);
    });
  };
  for await (const bytes of source) {
    if (parser === undefined) start(bytes);
    onBytes(bytes.length);
    if (!parser.write(bytes)) await once(parser, 'drain');
    if (end !== undefined) break;
  }
  if (parser === undefined) return undefined;
  parser.end();
  await finished(parser);
  return end && { line, problem: end.problem };
}

const problems = {
  CSV_QUOTE_NOT_CLOSED: 'a quote that is never closed',
  CSV_MAX_RECORD_SIZE: `a row of more than ${longest / 2 ** 20} MiB, or a quote that is never closed`,
};
