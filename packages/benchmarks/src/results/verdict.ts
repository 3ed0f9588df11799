import { figure, length, type Table } from './format.js';
import type { Results, Row } from './results.js';

/** Returns the conclusions from the rows of a suite, as sentences. */
export function verdict(suite: string, { rows, meta }: Results): string[] {
  const suiteRows = rows.filter((row) => row.suite === suite);
  if (suite === 'call-path') return callPath(suiteRows);
  if (suite === 'open') return open(suiteRows, rows);
  if (suite === 'from-js')
    return suiteRows.length === 0
      ? []
      : ['stats computes small arrays in JavaScript, and calls C from about a hundred values on.'];
  if (suite === 'kernels') return limits(suiteRows, meta.caches);
  return [];
}

const find = (rows: readonly Row[], name: string, competitor: string, n = 0) =>
  rows.find((row) => row.function === name && row.competitor === competitor && row.n === n);

function callPath(rows: readonly Row[]): string[] {
  return [...new Map(rows.map((row) => [`${row.function} ${row.n}`, row])).values()].flatMap(
    ({ function: name, n }) => {
      const [capsule, pointer, script] = ['capsule', 'pointer', 'through-js'].map((way) => find(rows, name, way, n));
      if (capsule === undefined || pointer === undefined) return [];
      const what = n === 0 ? name : `${name} of ${n}`;
      const apart = `${what}: the capsule and a pointer are ${Math.abs(capsule.median - pointer.median).toFixed(2)} ns apart`;
      if (script === undefined) return [`${apart}.`];
      return [`${apart}; through JavaScript costs ${(script.median / capsule.median).toFixed(0)} times as much.`];
    },
  );
}

/** Computes the break-even point: the number of calls through the capsule that save the time of the first opening. */
function open(rows: readonly Row[], all: readonly Row[]): string[] {
  const calls = all.filter(({ suite }) => suite === 'call-path');
  const [script, capsule] = [find(calls, 'add', 'through-js'), find(calls, 'add', 'capsule')];
  return ['open', 'import'].flatMap((verb) => {
    const first = find(rows, verb, 'first');
    if (first === undefined || script === undefined || capsule === undefined) return [];
    const breakEven = Math.ceil(first.median / (script.median - capsule.median));
    return [`The first ${verb} costs ${figure(first.median, 'ns')}, saved after ${breakEven} additions.`];
  });
}

/** Returns the rate at which each level of the memory is read. */
function limits(rows: readonly Row[], caches: Readonly<Record<string, string>>): string[] {
  const sizes = Object.entries(caches).map(([level, size]) => ({ level, bytes: 1024 * Number.parseInt(size, 10) }));
  return rows
    .filter(({ competitor, function: name }) => competitor === 'read limit' && name === 'sum')
    .map(({ n, median }) => {
      const level = sizes.find(({ bytes }) => 8 * n <= bytes)?.level ?? (sizes.length > 0 ? 'memory' : '');
      const where = level === '' ? '' : ` from ${level}`;
      return `${length(n)} values (${length(8 * n)} bytes) are read${where} at ${figure(median, 'GB/s')}.`;
    });
}

/** Returns the fastest other competitor at each length, and the ratio of its time to that of stats. */
export function standings(rows: readonly Row[]): Table | undefined {
  const ours = rows.filter((row) => row.suite === 'peers' && row.competitor === 'stats');
  if (ours.length === 0) return undefined;
  const lengths = [...new Set(ours.map(({ n }) => n))].sort((a, b) => a - b);
  const cell = (name: string, n: number): string => {
    const own = ours.find((row) => row.function === name && row.n === n);
    const others = rows.filter((row) => row.function === name && row.n === n && row.competitor !== 'stats');
    const best = others.reduce<Row | undefined>((a, b) => (a === undefined || b.median < a.median ? b : a), undefined);
    return own === undefined || best === undefined ? '' : `${(best.median / own.median).toFixed(2)} ${best.competitor}`;
  };
  return {
    title: 'time of the fastest other competitor, divided by that of stats',
    head: ['', ...lengths.map(length)],
    lines: [...new Set(ours.map((row) => row.function))].map((name) => [name, ...lengths.map((n) => cell(name, n))]),
  };
}
