import { caseName, figure, unique } from '../results/format.js';
import type { Row } from '../results/results.js';
import { dots, lines, type Series } from './chart.js';

/** A chart and its title. */
export interface Figure {
  title: string;
  svg: string;
}

/** The competitors of this repository. They have the first color. */
export const ours = new Set(['capsule', 'stats', 'avx2', 'again', 'arrow-capsule']);
/** The references, which are gray. */
const gray = new Set(['read limit', 'jit', 'hand-written']);

/** Returns the color of each competitor, which is the same in all charts of a suite. */
export function colors(competitors: readonly string[]): Map<string, string> {
  let next = 2;
  return new Map(
    competitors.map((name) => {
      if (ours.has(name)) return [name, 'var(--c1)'];
      return [name, gray.has(name) ? 'var(--soft)' : `var(--c${next++})`];
    }),
  );
}

/** Returns a chart for each function and length, with a row for each competitor, labelled with its figure. */
function perCase(rows: readonly Row[], unit: string): Figure[] {
  const cases = unique(rows.map(caseName));
  return cases.map((title) => {
    const caseRows = rows.filter((row) => caseName(row) === title);
    const series = caseRows.map(
      ({ competitor, median, low, high, unit: each }): Series => ({
        name: competitor,
        color: ours.has(competitor) ? 'var(--c1)' : 'var(--soft)',
        points: [{ x: median, y: competitor, low, high, label: figure(median, each) }],
      }),
    );
    return {
      title,
      svg: dots(
        caseRows.map(({ competitor }) => competitor),
        series,
        { log: true, unit },
      ),
    };
  });
}

/** Returns a chart for each function, over the length. `relative` divides by the figure of one competitor. */
function overLength(rows: readonly Row[], unit: string, relative?: string): Figure[] {
  const palette = colors(unique(rows.map(({ competitor }) => competitor)));
  return unique(rows.map((row) => row.function)).map((title) => {
    const functionRows = rows.filter((row) => row.function === title);
    const base = new Map(
      functionRows.filter(({ competitor }) => competitor === relative).map(({ n, median }) => [n, median]),
    );
    const series = unique(functionRows.map(({ competitor }) => competitor)).map(
      (name): Series => ({
        name,
        color: palette.get(name) ?? 'var(--soft)',
        reference: name === 'read limit',
        points: functionRows
          .filter(({ competitor }) => competitor === name)
          .map(({ n, median }) => ({ x: n, y: relative === undefined ? median : median / (base.get(n) ?? Number.NaN) }))
          .filter(({ y }) => Number.isFinite(y)),
      }),
    );
    return { title, svg: lines(series, unit) };
  });
}

/** Returns a chart for the mean and one for the standard deviation, with a row for each data set. */
function accuracy(rows: readonly Row[]): Figure[] {
  const palette = colors(unique(rows.map(({ competitor }) => competitor)));
  return ['mean', 'std'].flatMap((title) => {
    const statisticRows = rows.filter((row) => row.function.startsWith(`${title} of `));
    const name = (row: Row) => row.function.slice(`${title} of `.length);
    // The competitors of this repository are drawn last, on top.
    const competitors = unique(statisticRows.map(({ competitor }) => competitor)).sort(
      (a, b) => Number(ours.has(a)) - Number(ours.has(b)),
    );
    const series = competitors.map(
      (competitor): Series => ({
        name: competitor,
        color: palette.get(competitor) ?? 'var(--soft)',
        points: statisticRows
          .filter((row) => row.competitor === competitor)
          .map((row) => ({ x: row.median, y: name(row) })),
      }),
    );
    if (statisticRows.length === 0) return [];
    return [{ title, svg: dots(unique(statisticRows.map(name)), series, { log: false, unit: 'correct digits' }) }];
  });
}

/** Returns the charts of a suite. */
export function figures(suite: string, rows: readonly Row[]): Figure[] {
  switch (suite) {
    case 'kernels':
      return overLength(rows, 'GB/s');
    case 'peers':
      return overLength(rows, 'times as long as stats', 'stats');
    case 'accuracy':
      return accuracy(rows);
    default:
      return perCase(rows, 'nanoseconds');
  }
}

/** Whether the charts of a suite have a color for each competitor. */
export const needsLegend = (suite: string): boolean => ['kernels', 'peers', 'accuracy'].includes(suite);
