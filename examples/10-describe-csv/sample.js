// Quartiles need all values at once, and a histogram their range: a random sample of them is kept instead.

/** Numbers from 0 to 1, the same for the same seed: mulberry32, by Tommy Ettinger. */
export function uniform(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Keeps up to `size` of the values it sees, each as likely as any other: algorithm L (Li 1994). */
export class Sample {
  #kept = new Float64Array(1024);
  #seen = 0;
  #next; // which value replaces one of those that are kept
  #weight = 1;
  #size;
  #random;

  constructor(size, random) {
    this.#size = size;
    this.#next = size - 1;
    this.#random = random;
    this.#skip();
  }

  /** How many values are kept at most. */
  get size() {
    return this.#size;
  }

  add(values) {
    let i = 0;
    for (; i < values.length && this.#seen + i < this.#size; i++) {
      const at = this.#seen + i;
      if (at === this.#kept.length) this.#grow();
      this.#kept[at] = values[i];
    }
    for (; this.#next < this.#seen + values.length; this.#skip()) {
      this.#kept[Math.floor(this.#random() * this.#size)] = values[this.#next - this.#seen];
    }
    this.#seen += values.length;
  }

  /** What was kept. */
  get values() {
    return this.#kept.subarray(0, Math.min(this.#seen, this.#size));
  }

  /** Whether values were left out. */
  get isPart() {
    return this.#seen > this.#size;
  }

  /** How far it is to the next value that is kept has a geometric distribution: most values cost nothing. */
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
