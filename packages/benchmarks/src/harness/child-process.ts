import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';

/** The command that starts a competitor. */
export interface Start {
  readonly competitor: string;
  /** A module of src/competitors, or a script for another program. */
  readonly file: string;
  readonly args?: readonly string[];
  /** Options of Node. */
  readonly options?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** The program, if it is not Node. */
  readonly program?: string;
}

/** A competitor in a separate process, so that it shares no JIT and no heap with others. */
export class Child {
  readonly competitor: string;
  /** The names of its functions; empty until it has started. */
  functions: readonly string[] = [];
  version: string | undefined;
  /** The reason why it cannot run here; undefined if it can. */
  missing: string | undefined;
  readonly #process: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  readonly #reader: Interface;
  #failure: string | undefined;

  private constructor({ competitor, file, args = [], options = [], env = {}, program }: Start) {
    this.competitor = competitor;
    const command =
      program === undefined ? [...options, join(__dirname, 'child-main.js'), file, ...args] : [file, ...args];
    this.#process = spawn(program ?? process.execPath, command, {
      env: { ...process.env, ...env },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    this.#process.on('error', ({ message }) => {
      this.#failure = message;
    });
    this.#process.stdin?.on('error', () => {});
    this.#reader = createInterface(this.#process.stdout as NonNullable<ChildProcess['stdout']>);
    this.#lines = this.#reader[Symbol.asyncIterator]();
  }

  /** Starts a competitor. If it cannot run, `missing` has the reason. */
  static async start(start: Start): Promise<Child> {
    const child = new Child(start);
    try {
      const { missing } = await child.#next<{ missing?: string }>();
      if (missing !== undefined) child.missing = missing;
      else Object.assign(child, await child.#ask<object>({ do: 'describe' }));
    } catch (error) {
      child.missing = error instanceof Error ? error.message : String(error);
    }
    return child;
  }

  /** Sets the data: the first n numbers of two files, or n alone for competitors that generate their data. */
  async data(n: number, x?: string, y?: string): Promise<void> {
    await this.#ask({ do: 'data', n, x, y });
  }

  /** Returns the result of a function. */
  async value(name: string): Promise<unknown> {
    return (await this.#ask<{ value?: unknown }>({ do: 'value', function: name })).value;
  }

  /** Returns the nanoseconds of one call. */
  async time(name: string, milliseconds: number): Promise<number> {
    return (await this.#ask<{ ns: number }>({ do: 'time', function: name, milliseconds })).ns;
  }

  async end(): Promise<void> {
    this.#process.stdin?.end();
    if (this.#process.pid !== undefined && this.#process.exitCode === null) {
      this.#process.kill();
      await once(this.#process, 'exit');
    }
    this.#reader.close();
  }

  async #ask<Answer>(request: object): Promise<Answer> {
    this.#process.stdin?.write(`${JSON.stringify(request)}\n`);
    return this.#next<Answer>();
  }

  async #next<Answer>(): Promise<Answer> {
    const { value, done } = await this.#lines.next();
    if (done)
      throw new Error(this.#failure ?? `its process ended (${this.#process.exitCode ?? this.#process.signalCode})`);
    const answer = JSON.parse(value);
    if (answer.error !== undefined) throw new Error(`${this.competitor}: ${answer.error}`);
    return answer;
  }
}
