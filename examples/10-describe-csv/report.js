// What is printed of a column.
import { styleText } from 'node:util';
import { quantile } from '@capsule/stats';
import { binsOf, drawHistogram } from './histogram.js';

const height = 4;
const mostTexts = 5;

/** Text of a file on a terminal: no letter of it moves the cursor. */
export const safe = (text, most = 40) => {
  const shown = [...text.replaceAll(/\p{C}/gu, '?')];
  return shown.length > most ? `${shown.slice(0, most - 3).join('')}...` : shown.join('');
};

export const count = (n, what) => `${n.toLocaleString('en')} ${what}${n === 1 ? '' : 's'}`;

/** Six digits; whole numbers have all of theirs, up to 13. */
const figure = (value) => {
  const shown = Number.isInteger(value) && Math.abs(value) < 1e13 ? value : +value.toPrecision(6);
  return Math.abs(shown) < 1e13 ? String(shown) : shown.toExponential();
};

/** Pairs of a name and a figure, in as many columns as there is room for, up to three; they are read downwards. */
function table(pairs, width) {
  const each = 25;
  const beside = Math.max(1, Math.min(3, Math.floor((width - 2) / each)));
  const cells = pairs.map(([name, value]) => `${name.padEnd(10)}${figure(value).padEnd(each - 10)}`);
  const rows = Math.ceil(cells.length / beside);
  return Array.from({ length: rows }, (_, row) => `  ${cells.filter((_, i) => i % rows === row).join('')}`.trimEnd());
}

function numbers(column, { width, ascii }) {
  const { mean, std, min, max, skewness, kurtosis } = column.describe();
  const { values } = column.sample;
  const [q1, median, q3] = quantile(values, [0.25, 0.5, 0.75]);
  const rows = table(
    [
      ['mean', mean],
      ['std', std],
      ['skewness', skewness],
      ['kurtosis', kurtosis],
      ['min', min],
      ['25 %', q1],
      ['median', median],
      ['75 %', q3],
      ['max', max],
    ],
    width,
  );
  const bins = binsOf(values, width - 4);
  if (bins === undefined) return rows;
  const drawn = drawHistogram(bins.counts, width - 4, height, ascii);
  const [from, to] = [figure(bins.min), figure(bins.max)];
  const axis = `${from}${to.padStart(Math.max(to.length + 1, drawn.width - from.length))}`;
  return [...rows, ...drawn.lines.map((line) => `  ${line}`.trimEnd()), `  ${axis}`];
}

function texts({ distinct }, { width, ascii }) {
  const frequent = [...distinct].sort(([, a], [, b]) => b - a).slice(0, mostTexts);
  const most = frequent[0][1];
  const names = frequent.map(([text]) => safe(text, 20));
  const wide = Math.max(...names.map((name) => name.length));
  const digits = most.toLocaleString('en').length;
  const room = Math.max(1, Math.min(40, width - wide - digits - 6));
  return frequent.map(([, n], i) => {
    const bar = (ascii ? '#' : '█').repeat(Math.max(1, Math.round((n / most) * room)));
    return `  ${names[i].padEnd(wide)}  ${n.toLocaleString('en').padStart(digits)}  ${bar}`;
  });
}

/** Lines about a column, and whether cells of it were left out. */
export function reportOf(column, about, screen) {
  const description = column.describe();
  const { isText, missing, others, distinct } = column;
  const counts = isText ? [count(others, 'text')] : description ? [count(description.n, 'number')] : [];
  if (isText)
    counts.push(`${column.hasMoreDistinct ? 'more than ' : ''}${distinct.size.toLocaleString('en')} different`);
  if (isText && description) counts.push(count(description.n, 'number'));
  if (missing > 0) counts.push(`${missing.toLocaleString('en')} missing`);
  const name = screen.color ? styleText('bold', safe(column.name)) : safe(column.name);
  const lines = [`${name}  ${counts.join(', ')}`];
  if (about) lines.push(`  made: ${about}`);
  if (isText) lines.push(...texts(column, screen));
  else if (description) lines.push(...numbers(column, screen));
  if (isText || others === 0) return { lines, leftOut: 0 };
  const first = column.firstOthers.map(({ cell, line }) => `'${safe(cell, 20)}' on line ${line}`);
  if (others > first.length) first.push('...');
  lines.push(`  left out: ${count(others, 'cell')} without a finite number: ${first.join(', ')}`);
  return { lines, leftOut: others };
}
