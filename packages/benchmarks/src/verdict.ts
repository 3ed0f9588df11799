import { figure, length } from './format.js';
import type { Row } from './rows.js';

/** What the rows of a suite answer, in sentences; nothing where they do not say. */
export function verdict(suite: string, rows: readonly Row[]): string[] {
  const of = rows.filter((row) => row.suite === suite);
  if (suite === 'call-path') return callPath(of);
  if (suite === 'open') return open(of, rows);
  if (suite === 'peers') return peers(of);
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

/** Opening is repaid by what each call saves against the way through JavaScript. */
function open(rows: readonly Row[], all: readonly Row[]): string[] {
  const calls = all.filter(({ suite }) => suite === 'call-path');
  const [script, capsule] = [find(calls, 'add', 'through-js'), find(calls, 'add', 'capsule')];
  return ['open', 'import'].flatMap((verb) => {
    const first = find(rows, verb, 'first');
    if (first === undefined || script === undefined || capsule === undefined) return [];
    const repaid = Math.ceil(first.median / (script.median - capsule.median));
    return [`The first ${verb} costs ${figure(first.median, 'ns')}: ${repaid} additions through JavaScript repay it.`];
  });
}

/** Who is ahead, at each length, and by how much. */
function peers(rows: readonly Row[]): string[] {
  return [...new Set(rows.map((row) => row.function))].map((name) => {
    const ours = rows.filter((row) => row.function === name && row.competitor === 'stats');
    const places = ours.map((own) => {
      const others = rows.filter((row) => row.function === name && row.n === own.n && row.competitor !== 'stats');
      const best = others.sort((a, b) => a.median - b.median)[0];
      if (best === undefined) return `${length(own.n)} alone`;
      return `${length(own.n)} ${(best.median / own.median).toFixed(2)} (${best.competitor})`;
    });
    return `${name}, times faster than the best other: ${places.join(', ')}.`;
  });
}
