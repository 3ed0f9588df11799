// What one cell of a column says.

/** Words for a value that is not there, as R and pandas read them. */
const missing = new Set(['', 'na', 'n/a', 'nan', 'null', 'none', '-']);

// Stricter than Number(), which takes '' for 0 and '0x10' for 16.
const number = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** A number; undefined for a value that is missing; NaN for everything else: text, infinities, 1e400. */
export function readCell(cell, decimal) {
  const text = decimal === '.' ? cell : cell.replace(decimal, '.');
  if (number.test(text)) return finite(text);
  const trimmed = text.trim();
  if (missing.has(trimmed.toLowerCase())) return undefined;
  return number.test(trimmed) ? finite(trimmed) : Number.NaN;
}

function finite(text) {
  const value = Number(text);
  return Number.isFinite(value) ? value : Number.NaN;
}
