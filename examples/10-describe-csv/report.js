// Formats the description of a column.
import { styleText } from 'node:util';
import { quantile } from '@capsule/stats';
import { countInBins, drawHistogram } from './histogram.js';

const height = 4;
const maxTexts = 5;

/** Replaces control characters, because they could move the cursor, and truncates. */
export const printable = (text, maxLength = 40) => {
  const shown = [...text.replaceAll(/\p{C}/gu, '?')];
  return shown.length > maxLength ? `${shown.slice(0, maxLength - 3).join('')}...` : shown.join('');
};

export const formatCount = (n, noun) => `${n.toLocaleString('en')} ${noun}${n === 1 ? '' : 's'}`;

/** Formats a number with six significant digits; integers with all digits, up to 13. */
const formatNumber = (value) => {
  const shown = Number.isInteger(value) && Math.abs(value) < 1e13 ? value : +value.toPrecision(6);
  return Math.abs(shown) < 1e13 ? String(shown) : shown.toExponential();
};

/** Formats pairs of a name and a number in up to three columns, column by column. */
function formatTable(pairs, width) {
  const cellWidth = 25;
  const columns = Math.max(1, Math.min(3, Math.floor((width - 2) / cellWidth)));
  const cells = pairs.map(([name, value]) => `${name.padEnd(10)}${formatNumber(value).padEnd(cellWidth - 10)}`);
  const rows = Math.ceil(cells.length / columns);
  return Array.from({ length: rows }, (_, row) => `  ${cells.filter((_, i) => i % rows === row).join('')}`.trimEnd());
}

function formatNumbers(column, { width, ascii }) {
  const { mean, std, min, max, skewness, kurtosis } = column.describe();
  const { values } = column.sample;
  const [q1, median, q3] = quantile(values, [0.25, 0.5, 0.75]);
  const rows = formatTable(
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
  const bins = countInBins(values, width - 4);
  if (bins === undefined) return rows;
  const drawn = drawHistogram(bins.counts, width - 4, height, ascii);
  const [from, to] = [formatNumber(bins.min), formatNumber(bins.max)];
  const axis = `${from}${to.padStart(Math.max(to.length + 1, drawn.width - from.length))}`;
  return [...rows, ...drawn.lines.map((line) => `  ${line}`.trimEnd()), `  ${axis}`];
}

function formatTexts({ distinct }, { width, ascii }) {
  const frequent = [...distinct].sort(([, a], [, b]) => b - a).slice(0, maxTexts);
  const largest = frequent[0][1];
  const names = frequent.map(([text]) => printable(text, 20));
  const nameWidth = Math.max(...names.map((name) => name.length));
  const digits = largest.toLocaleString('en').length;
  const barWidth = Math.max(1, Math.min(40, width - nameWidth - digits - 6));
  return frequent.map(([, n], i) => {
    const bar = (ascii ? '#' : '█').repeat(Math.max(1, Math.round((n / largest) * barWidth)));
    return `  ${names[i].padEnd(nameWidth)}  ${n.toLocaleString('en').padStart(digits)}  ${bar}`;
  });
}

/** Returns the lines to print about a column, and how many of its cells were skipped. */
export function reportColumn(column, about, screen) {
  const description = column.describe();
  const { isText, missing, nonNumbers, distinct } = column;
  const counts = isText ? [formatCount(nonNumbers, 'text')] : [];
  if (isText)
    counts.push(`${column.hasMoreDistinct ? 'more than ' : ''}${distinct.size.toLocaleString('en')} different`);
  if (description) counts.push(formatCount(description.n, 'number'));
  if (missing > 0) counts.push(`${missing.toLocaleString('en')} missing`);
  const name = screen.color ? styleText('bold', printable(column.name)) : printable(column.name);
  const lines = [`${name}  ${counts.join(', ')}`];
  if (about) lines.push(`  generated: ${about}`);
  if (isText) lines.push(...formatTexts(column, screen));
  else if (description) lines.push(...formatNumbers(column, screen));
  if (isText || nonNumbers === 0) return { lines, skipped: 0 };
  const first = column.firstNonNumbers.map(({ cell, line }) => `'${printable(cell, 20)}' on line ${line}`);
  if (nonNumbers > first.length) first.push('...');
  lines.push(`  skipped: ${formatCount(nonNumbers, 'cell')} without a finite number: ${first.join(', ')}`);
  return { lines, skipped: nonNumbers };
}
