import type { Row } from './results.js';

/** Formats a figure with three digits in a suitable unit: `1.36 ns`, `88.2 us`, `13.2 ms`; `74.1 GB/s`; `15.6`. */
export function figure(value: number, unit: Row['unit']): string {
  if (unit === 'digits') return value.toFixed(1);
  if (unit === 'GB/s') return `${digits(value)} GB/s`;
  if (value < 1e3) return `${digits(value)} ns`;
  if (value < 1e6) return `${digits(value / 1e3)} us`;
  return `${digits(value / 1e6)} ms`;
}

function digits(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

/** Abbreviates a length: 4096 is `4k`, 10000000 is `10M`. */
export function length(n: number): string {
  if (n >= 1e6) return `${Math.floor(n / 1e6)}M`;
  return n >= 1024 ? `${Math.round(n / 1024)}k` : String(n);
}

/** Names the function of a row and its length: `dot of 4k`. */
export const caseName = (row: Row): string => `${row.function}${row.n > 0 ? ` of ${length(row.n)}` : ''}`;

/** A table with a title. The first cell of each line is a name. */
export interface Table {
  title: string;
  head: string[];
  lines: string[][];
}

/** Formats the rows of one suite as tables. */
export function tables(rows: readonly Row[]): Table[] {
  return rows.some(({ unit }) => unit === 'digits') ? byData(rows) : byLength(rows);
}

export const unique = <Value>(values: readonly Value[]): Value[] => [...new Set(values)];

/** Returns a table for each function, with a line for each competitor and a column for each length. */
function byLength(rows: readonly Row[]): Table[] {
  return unique(rows.map((row) => row.function)).map((title) => {
    const functionRows = rows.filter((row) => row.function === title);
    const lengths = unique(functionRows.map(({ n }) => n)).sort((a, b) => a - b);
    const cell = (competitor: string, n: number): string => {
      const row = functionRows.find((each) => each.competitor === competitor && each.n === n);
      return row === undefined ? '' : figure(row.median, row.unit);
    };
    const lines = unique(functionRows.map(({ competitor }) => competitor)).map((name) => [
      name,
      ...lengths.map((n) => cell(name, n)),
    ]);
    return { title, head: ['', ...lengths.map((n) => (n === 0 ? '' : length(n)))], lines };
  });
}

/** Returns tables for the mean and the standard deviation: a line for each data set, a column for each competitor. */
function byData(rows: readonly Row[]): Table[] {
  const split = rows.map((row) => {
    const [statistic, data] = row.function.split(' of ') as [string, string];
    return { ...row, statistic, data };
  });
  return unique(split.map(({ statistic }) => statistic)).map((title) => {
    const matching = split.filter(({ statistic }) => statistic === title);
    const competitors = unique(matching.map(({ competitor }) => competitor));
    const lines = unique(matching.map(({ data }) => data)).map((name) => [
      name,
      ...competitors.map((competitor) => {
        const row = matching.find((each) => each.data === name && each.competitor === competitor);
        return row === undefined ? '' : figure(row.median, row.unit);
      }),
    ]);
    return { title: `digits of the ${title}`, head: ['', ...competitors], lines };
  });
}

/** Aligns cells in columns: the first column to the left, the other columns to the right. */
export function columns(lines: readonly (readonly string[])[]): string {
  const widths = (lines[0] ?? []).map((_, i) => Math.max(...lines.map((line) => line[i]?.length ?? 0)));
  return lines
    .map((line) => line.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))))
    .map((cells) => `  ${cells.join('  ').trimEnd()}\n`)
    .join('');
}
