import { type ArrowArraySource, isCapsule } from '@capsule/core';
import { mean, readArrow } from '@capsule/stats';
import { type Competitor, ofSample } from '../harness/competitor.js';

interface Exporter {
  Column: { from(values: Float64Array): ArrowArraySource };
}

/** A column in the memory of C, which stats gets in Arrow capsules. */
export async function load(): Promise<Competitor> {
  const { Column }: Exporter = require('@example/13-arrow');
  const ofColumn = (run: (column: ArrowArraySource) => unknown): Competitor['functions'][string] => {
    return ({ n, x, y }) => {
      const column = Column.from(x);
      return ofSample(() => run(column))({ n, x, y });
    };
  };
  return {
    functions: {
      'hand over': ofColumn((column) => {
        const { values, n } = readArrow(column);
        return isCapsule(values) ? n : 0;
      }),
      mean: ofColumn((column) => mean(column)),
    },
  };
}
