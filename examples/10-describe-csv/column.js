// Summarizes a column of any length. Only the summary is kept, not the values.
import { Accumulator } from '@capsule/stats';
import { parseCell } from './cell.js';
import { Sample } from './sample.js';

const bufferSize = 4096;
const maxDistinct = 1000;
const maxExamples = 3;

export class Column {
  missing = 0;
  /** The number of cells that are not numbers, and the first of these cells. */
  nonNumbers = 0;
  firstNonNumbers = [];
  /** The frequencies of the first 1000 different cells that are not numbers. */
  distinct = new Map();
  hasMoreDistinct = false;
  #accumulator = new Accumulator();
  #buffer = new Float64Array(bufferSize);
  #buffered = 0;

  constructor(name, sampleSize, random) {
    this.name = name;
    this.sample = new Sample(sampleSize, random);
  }

  /** Adds the next cell. */
  add(cell, line, decimal) {
    const value = parseCell(cell, decimal);
    if (value === undefined) this.missing++;
    else if (!Number.isNaN(value)) this.#buffer[this.#buffered++] = value;
    else this.#addNonNumber(cell, line);
    if (this.#buffered === bufferSize) this.#flush();
  }

  /** Whether most cells are not numbers. */
  get isText() {
    return this.nonNumbers > this.#accumulator.n + this.#buffered;
  }

  /** Returns n, mean, std, min, max, skewness and kurtosis of the numbers, or undefined if there are none. */
  describe() {
    this.#flush();
    const { n } = this.#accumulator;
    return n > 0 ? this.#accumulator.describe({ ddof: n > 1 ? 1 : 0 }) : undefined;
  }

  #flush() {
    const values = this.#buffer.subarray(0, this.#buffered);
    this.#accumulator.push(values);
    this.sample.add(values);
    this.#buffered = 0;
  }

  #addNonNumber(cell, line) {
    this.nonNumbers++;
    if (this.firstNonNumbers.length < maxExamples) this.firstNonNumbers.push({ cell: cell.slice(0, 100), line });
    // Cells that agree in their first 100 characters count as equal: this bounds the memory.
    const key = cell.slice(0, 100);
    const count = this.distinct.get(key) ?? 0;
    if (count > 0 || this.distinct.size < maxDistinct) this.distinct.set(key, count + 1);
    else this.hasMoreDistinct = true;
  }
}
