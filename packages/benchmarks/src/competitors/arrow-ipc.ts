import { mean } from '@capsule/stats';
import { type Competitor, importPackage, ofSample } from '../harness/competitor.js';

/** The same column, written and read in the IPC format of Arrow by the package apache-arrow. */
export async function load(): Promise<Competitor> {
  interface Vector {
    readonly length: number;
    toArray(): Float64Array;
  }
  interface Arrow {
    Table: new (columns: Record<string, Vector>) => object;
    makeVector(values: Float64Array): Vector;
    tableToIPC(table: object): Uint8Array;
    tableFromIPC(bytes: Uint8Array): { getChild(name: string): Vector };
  }
  const { module: arrow, version } = await importPackage<Arrow>('apache-arrow');
  const ofVector = (run: (vector: Vector) => unknown): Competitor['functions'][string] => {
    return ({ n, x, y }) => {
      const table = new arrow.Table({ x: arrow.makeVector(x) });
      const handOver = () => run(arrow.tableFromIPC(arrow.tableToIPC(table)).getChild('x'));
      return ofSample(handOver)({ n, x, y });
    };
  };
  return {
    version,
    functions: { 'hand over': ofVector((vector) => vector.length), mean: ofVector((vector) => mean(vector.toArray())) },
  };
}
