// A column, of which only numbers about it are kept: it may be of any length.
import { Accumulator } from '@capsule/stats';
import { readCell } from './cell.js';
import { Sample } from './sample.js';

const room = 4096;
const mostDistinct = 1000;
const mostShown = 3;

export class Column {
  missing = 0;
  /** Cells that are no numbers, and the first of them. */
  others = 0;
  firstOthers = [];
  /** How often each of them comes, of the first thousand that differ. */
  distinct = new Map();
  hasMoreDistinct = false;
  #numbers = new Accumulator();
  #waiting = new Float64Array(room);
  #count = 0;

  constructor(name, sampleSize, random) {
    this.name = name;
    this.sample = new Sample(sampleSize, random);
  }

  /** Takes the next cell, and says whether it was a number. */
  add(cell, line, decimal) {
    const value = readCell(cell, decimal);
    if (value === undefined) this.missing++;
    else if (!Number.isNaN(value)) this.#waiting[this.#count++] = value;
    else this.#addOther(cell, line);
    if (this.#count === room) this.#flush();
  }

  /** Whether it is a column of text: one in which numbers are the exception. */
  get isText() {
    return this.others > this.#numbers.n + this.#count;
  }

  /** n, mean, std, min, max, skewness, kurtosis of its numbers; undefined where it has none. */
  describe() {
    this.#flush();
    return this.#numbers.n > 0 ? this.#numbers.describe({ ddof: this.#numbers.n > 1 ? 1 : 0 }) : undefined;
  }

  #flush() {
    const values = this.#waiting.subarray(0, this.#count);
    this.#numbers.push(values);
    this.sample.add(values);
    this.#count = 0;
  }

  #addOther(cell, line) {
    this.others++;
    if (this.firstOthers.length < mostShown) this.firstOthers.push({ cell: cell.slice(0, 100), line });
    // A long cell stands for all that begin like it: memory stays bounded.
    const key = cell.slice(0, 100);
    const count = this.distinct.get(key) ?? 0;
    if (count > 0 || this.distinct.size < mostDistinct) this.distinct.set(key, count + 1);
    else this.hasMoreDistinct = true;
  }
}
