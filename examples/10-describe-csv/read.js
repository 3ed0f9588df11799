// Reads CSV rows from a stream of bytes, chunk by chunk.
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { parse } from 'csv-parse';

/** The maximum length of a row in bytes. Without a limit, an unclosed quote would make the rest of the file one row. */
const maxRowSize = 2 ** 20;

/** Returns the delimiter that is most frequent in the first line, outside of quotes. */
function guessDelimiter(start) {
  const [line] = start
    .toString('latin1')
    .replaceAll(/"[^"]*"/g, '')
    .split(/[\r\n]/, 1);
  const count = (delimiter) => line.split(delimiter).length;
  return [',', ';', '\t', '|'].reduce((best, candidate) => (count(candidate) > count(best) ? candidate : best));
}

/** Returns how many lines a row spans: more than one if cells contain line breaks. */
function countLines(row) {
  let lines = 1;
  for (const cell of row) if (cell.includes('\n')) lines += cell.split('\n').length - 1;
  return lines;
}

/**
 * Calls onRow(cells, line) for every row of a stream, except empty lines.
 *
 * @returns { line, problem } if reading ended early, or undefined
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
      relax_column_count: true, // rows of another length are counted by the caller
      relax_quotes: true, // a quote inside a cell is an ordinary character: 3.5" disk
      max_record_size: maxRowSize,
      // With these two options the rows before an error are kept.
      skip_records_with_error: true,
      on_skip: ({ code, records }) => {
        end ??= { rows: records, problem: problems[code] ?? code };
      },
    });
    parser.on('data', (row) => {
      if (end !== undefined && rows >= end.rows) return;
      rows++;
      if (row.length > 1 || row[0] !== '') onRow(row, line);
      line += countLines(row);
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
  CSV_QUOTE_NOT_CLOSED: 'a quote that is not closed',
  CSV_MAX_RECORD_SIZE: `a row of more than ${maxRowSize / 2 ** 20} MiB, or a quote that is not closed`,
};
