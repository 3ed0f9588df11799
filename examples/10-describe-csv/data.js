// Generates sample data from known distributions. It is the same in every run.
import { mkdtempSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { uniform } from './sample.js';

export const rows = 1_000_000;

const random = uniform(1);
const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** Returns normally distributed numbers, by the method of Box and Muller (1958). */
const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
const round = (value) => Math.round(value * 1e4) / 1e4;

const columns = {
  uniform: { about: 'from 0 to 1: mean 0.5, std 0.288675, kurtosis -1.2', value: () => round(random()) },
  normal: {
    about: 'mean 100, std 15, skewness 0, kurtosis 0; every 1000th missing',
    value: (row) => (row % 1000 === 999 ? '' : round(100 + 15 * normal())),
  },
  exponential: { about: 'mean 2, std 2, skewness 2, kurtosis 6', value: () => round(-2 * Math.log(1 - random())) },
  die: { about: 'from 1 to 6: mean 3.5, std 1.70783', value: () => 1 + Math.floor(6 * random()) },
  day: { about: 'the seven days in turn', value: (row) => days[row % 7] },
};

/** A description of each column, by its name. */
export const about = Object.fromEntries(Object.entries(columns).map(([name, { about }]) => [name, about]));

/** Writes the data to a temporary file, which is deleted when the process exits. */
export async function generateData(onRows) {
  const folder = mkdtempSync(join(tmpdir(), 'describe-csv-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));
  const path = join(folder, 'data.csv');
  const file = await open(path, 'w');
  const values = Object.values(columns).map(({ value }) => value);
  await file.write(`${Object.keys(columns).join(',')}\n`);
  for (let row = 0; row < rows; ) {
    let text = '';
    for (const end = row + 10_000; row < end; row++) text += `${values.map((value) => value(row)).join(',')}\n`;
    await file.write(text);
    onRows(10_000);
  }
  await file.close();
  return path;
}
