import { caseName, figure } from './format.js';
import type { Results, Row } from './results.js';

const key = (row: Row): string => [row.suite, row.function, row.competitor, row.n, row.unit].join('\n');

/** The change of a figure between two runs. */
export interface Change {
  row: Row;
  before: Row;
  /** The median now, divided by the median before. */
  ratio: number;
  /** Whether the ranges of the rounds overlap, so that there may be no change. */
  noise: boolean;
}

/** Pairs the rows of two runs. Rows of only one run are omitted. */
export function compare(now: Results, before: Results): Change[] {
  const earlier = new Map(before.rows.map((row) => [key(row), row]));
  return now.rows.flatMap((row) => {
    const match = earlier.get(key(row));
    if (match === undefined) return [];
    const noise = row.low <= match.high && match.low <= row.high;
    return [{ row, before: match, ratio: row.median / match.median, noise }];
  });
}

/** Formats the changes as lines of a table. */
export function changes(list: readonly Change[]): string[][] {
  return [
    ['', 'before', 'now', 'now / before', ''],
    ...list.map(({ row, before, ratio, noise }) => [
      `${row.suite} ${caseName(row)}, ${row.competitor}`,
      figure(before.median, before.unit),
      figure(row.median, row.unit),
      ratio.toFixed(2),
      noise ? 'within the noise' : '',
    ]),
  ];
}
