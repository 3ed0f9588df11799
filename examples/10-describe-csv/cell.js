// Parses one cell.

/** Cells that R and pandas read as a missing value. */
const missing = new Set(['', 'na', 'n/a', 'nan', 'null', 'none', '-']);

// The syntax of a number. It is stricter than Number(), which reads '' as 0 and '0x10' as 16.
const number = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** Returns a finite number, undefined for a missing value, or NaN for anything else: text, infinities, 1e400. */
export function parseCell(cell, decimal) {
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
