import { type Capsule, loadAddon } from '@capsule/core';
import { capsule } from '@capsule/fastmath';

type Arithmetic = 'sum' | 'dot' | 'min_max' | 'moments' | 'comoments' | 'deviations' | 'axpy' | 'scale';
type Order = 'sort' | 'select' | 'rank' | 'search_sorted' | 'histogram';
/** The number of calls of each function of a table; functions without calls are absent. */
export type Calls = Partial<Record<Arithmetic | Order, number>>;

interface Forge {
  open(capsule: Capsule<'@capsule/fastmath'>): void;
  /** Seals one of two tables that count their calls and pass them to the real table. */
  seal(table: 0 | 1): Capsule<'@capsule/fastmath'>;
  /** Returns the calls of a table since the last take(). */
  take(table: 0 | 1): Calls;
  /** Sets whether select and rank of both tables fail as if there was not enough memory. */
  fail(on: boolean): void;
}

interface Callbacks {
  /** Seals a function of callbacks.c. `context` is the parameter of the functions that have one. */
  seal(name: string, context?: number): Capsule;
}

interface Repeated {
  /**
   * Seals a data capsule of a piece repeated `times` times, with another last value. The size of the piece must be a
   * multiple of the page size. The pages are mapped repeatedly, so that only one piece and the page tables take memory.
   * Returns undefined if there is not enough memory, and on other systems than Linux.
   */
  repeat(piece: Float64Array, times: number, last: number): Capsule | undefined;
}

export const { repeat } = loadAddon<Repeated>(__dirname, 'repeated');

export const callbacks = loadAddon<Callbacks>(__dirname, 'callbacks');

export interface SchemaSpec {
  readonly format: string | null;
  readonly name?: string;
  readonly children?: readonly (SchemaSpec | null)[];
  readonly nChildren?: number;
  readonly dictionary?: SchemaSpec;
}

export interface ArraySpec {
  readonly length?: number | bigint;
  readonly nullCount?: number | bigint;
  readonly offset?: number | bigint;
  readonly nBuffers?: number;
  readonly buffers?: readonly (ArrayBufferView | null)[];
  /** The number of bytes by which the memory is misaligned. */
  readonly shift?: number;
  readonly children?: readonly (ArraySpec | null)[];
  readonly nChildren?: number;
  readonly dictionary?: ArraySpec;
}

interface Arrow {
  /** Exports a schema and an array of any description; a device array if there is a type of device. */
  pair(schema: SchemaSpec, array: ArraySpec, deviceType?: number, hasEvent?: boolean): [Capsule, Capsule];
  /** Exports a stream; `failAt` is the batch whose reading fails, with a text unless `silent` is set. */
  stream(
    schema: SchemaSpec,
    arrays: readonly ArraySpec[] | { values: Float64Array; repeat: number },
    options?: { failAt?: number; schemaError?: number; silent?: boolean },
  ): Capsule;
  /** The structs that exist, and how often one was released again. */
  counts(): [alive: number, releasedAgain: number];
}

export const arrow = loadAddon<Arrow>(__dirname, 'arrow');

export const forge = loadAddon<Forge>(__dirname, 'counting');
forge.open(capsule);
