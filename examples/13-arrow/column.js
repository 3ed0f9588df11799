const { create, exportArray, exportSchema, exportStream } = require('./build/Release/columns.node');

/** Numbers in the Arrow memory format, in the memory of C. Any consumer of the protocol reads them without a copy. */
class Column {
  #column;
  #offset;
  #length;
  #batch;

  constructor(column, offset, length, batch) {
    this.#column = column;
    this.#offset = offset;
    this.#length = length;
    this.#batch = batch;
  }

  /** Copies a typed array. `bitmap` has a 0 bit for each null, the lowest bit of each byte first. */
  static from(values, bitmap) {
    return new Column(create(values, bitmap), 0, values.length, undefined);
  }

  /** Copies texts, such as the fields of a csv file, as float64. An empty one is null. */
  static parse(texts) {
    const values = new Float64Array(texts.length);
    const bitmap = new Uint8Array(Math.ceil(texts.length / 8));
    for (const [i, text] of texts.entries()) {
      if (text === '') continue;
      values[i] = Number(text);
      bitmap[i >> 3] |= 1 << (i & 7);
    }
    return Column.from(values, bitmap);
  }

  get length() {
    return this.#length;
  }

  /** Some of the values, in the same memory. */
  slice(begin, end = this.#length) {
    if (!(begin >= 0 && begin <= end && end <= this.#length && Number.isInteger(begin) && Number.isInteger(end)))
      throw new RangeError(`slice(begin, end): expected integers from 0 to ${this.#length}`);
    return new Column(this.#column, this.#offset + begin, end - begin, this.#batch);
  }

  /** The same values as a stream of batches. */
  inBatchesOf(batch) {
    if (!(Number.isInteger(batch) && batch > 0))
      throw new RangeError('inBatchesOf(batch): expected an integer above 0');
    return new Column(this.#column, this.#offset, this.#length, batch);
  }

  [Symbol.for('arrow.c.schema')]() {
    return exportSchema(this.#column);
  }

  [Symbol.for('arrow.c.array')]() {
    return exportArray(this.#column, this.#offset, this.#length);
  }

  [Symbol.for('arrow.c.stream')]() {
    return exportStream(this.#column, this.#offset, this.#length, this.#batch ?? Math.max(1, this.#length));
  }
}

exports.Column = Column;
