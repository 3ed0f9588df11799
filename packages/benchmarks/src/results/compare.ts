import { figure, length } from './format.js';
import type { Results, Row } from './results.js';

const key = (row: Row): string => [row.suite, row.function, row.competitor, row.n, row.unit].join('\n');

/** How a figure has changed. */
export interface Change {
  row: Row;
  before: Row;
  /** Now, divided by before. */
  ratio: number;
  /** Whether the rounds of both overlap: then the change may be none. */
  noise: boolean;
}

/** Pairs the rows of two runs; what only one of them has is left out. */
export function compare(now: Results, before: Results): Change[] {
  const earlier = new Map(before.rows.map((row) => [key(row), row]));
  return now.rows.flatMap((row) => {
    const match = earlier.get(key(row));
    if (match === undefined) return [];
    const noise = row.low <= match.high && match.low <= row.high;
    return [{ row, before: match, ratio: row.median / match.median, noise }];
  });
}

/** The changes as lines of a table. */
export function changes(list: readonly Change[]): string[][] {
  return [
    ['', 'before', 'now', 'now / before', ''],
    ...list.map(({ row, before, ratio, noise }) => [
      `${row.suite} ${row.function}${row.n > 0 ? ` of ${length(row.n)}` : ''}, ${row.competitor}`,
      figure(before.median, before.unit),
      figure(row.median, row.unit),
      ratio.toFixed(2),
      noise ? 'within the noise' : '',
    ]),
  ];
}
