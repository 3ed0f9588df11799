// Keeps a random sample: quartiles and histograms need all values at once, which may not fit in memory.

/** Returns a seeded generator of numbers in [0, 1): mulberry32, by Tommy Ettinger. */
export function uniform(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Keeps up to `size` values, each with the same probability: algorithm L (Li, 1994). */
export class Sample {
  #kept = new Float64Array(1024);
  #seen = 0;
  #next; // index of the next value that replaces a kept one
  #weight = 1;
  #size;
  #random;

  constructor(size, random) {
    this.#size = size;
    this.#next = size - 1;
    this.#random = random;
    this.#skip();
  }

  /** The maximum number of values that are kept. */
  get size() {
    return this.#size;
  }

  add(values) {
    let i = 0;
    for (; i < values.length && this.#seen + i < this.#size; i++) {
      const index = this.#seen + i;
      if (index === this.#kept.length) this.#grow();
      this.#kept[index] = values[i];
    }
    for (; this.#next < this.#seen + values.length; this.#skip()) {
      this.#kept[Math.floor(this.#random() * this.#size)] = values[this.#next - this.#seen];
    }
    this.#seen += values.length;
  }

  /** The values that were kept. */
  get values() {
    return this.#kept.subarray(0, Math.min(this.#seen, this.#size));
  }

  /** Whether some values were not kept. */
  get isPartial() {
    return this.#seen > this.#size;
  }

  /** Draws the distance to the next kept value from a geometric distribution, so that skipped values cost nothing. */
  #skip() {
    this.#weight *= (1 - this.#random()) ** (1 / this.#size);
    this.#next += Math.floor(Math.log(1 - this.#random()) / Math.log(1 - this.#weight)) + 1;
  }

  #grow() {
    const larger = new Float64Array(Math.min(this.#kept.length * 2, this.#size));
    larger.set(this.#kept);
    this.#kept = larger;
  }
}
