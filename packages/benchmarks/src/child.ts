import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { do_not_optimize, measure } from 'mitata';
import { type Competitor, type Data, Missing, type Prepared } from './competitor.js';
import { calibrate, timeBatch } from './measure.js';

// One competitor, alone in a process: node child.js <file of src/competitors> [argument ...]
// It answers one request a line, in JSON, as python/child.py does.

interface Request {
  do: 'describe' | 'data' | 'value' | 'time';
  function?: string;
  n?: number;
  x?: string;
  y?: string;
  milliseconds?: number;
}

let competitor: Competitor;
let data: Data = { n: 0, x: new Float64Array(0), y: new Float64Array(0) };
const prepared = new Map<string, Prepared>();
const counts = new Map<string, number>();

/** The first n numbers of a file. */
async function read(file: string | undefined, n: number): Promise<Float64Array> {
  if (file === undefined) return new Float64Array(0);
  const values = new Float64Array(n);
  const handle = await open(file);
  await handle.read(new Uint8Array(values.buffer));
  await handle.close();
  return values;
}

function prepare(name: string): Prepared {
  let ready = prepared.get(name);
  if (ready === undefined) {
    const make = competitor.functions[name];
    if (make === undefined) throw new Error(`expected one of ${Object.keys(competitor.functions)}, found ${name}`);
    ready = make(data);
    prepared.set(name, ready);
  }
  return ready;
}

/** Nanoseconds a call: the median of the samples that mitata takes in about so many milliseconds. */
async function nanoseconds(name: string, milliseconds: number): Promise<number> {
  const ready = prepare(name);
  const batch = 'batch' in ready ? ready.batch : (count: number) => repeat(ready.call, count);
  let count = counts.get(name);
  if (count === undefined) {
    count = calibrate(batch, milliseconds);
    counts.set(name, count);
  }
  if ('batch' in ready) return timeBatch(ready.batch, count);
  // A dozen samples, each of a batch of calls that is a multiple of what mitata unrolls.
  const calls = Math.max(4, Math.min(4 * Math.round(count / 48), 4096));
  const { p50 } = await measure(() => do_not_optimize(ready.call()), {
    min_cpu_time: milliseconds * 1e6,
    min_samples: 1,
    batch_samples: calls,
    batch_threshold: (milliseconds * 1e6) / 48,
    gc: false,
  });
  return p50;
}

function repeat(call: () => unknown, count: number): void {
  for (let i = 0; i < count; i++) do_not_optimize(call());
}

async function answer(request: Request): Promise<object> {
  const { function: name = '', n = 0, milliseconds = 10 } = request;
  switch (request.do) {
    case 'describe':
      return { version: competitor.version, functions: Object.keys(competitor.functions) };
    case 'data':
      data = { n, x: await read(request.x, n), y: await read(request.y, n) };
      prepared.clear();
      counts.clear();
      return {};
    case 'value': {
      const ready = prepare(name);
      return 'call' in ready ? { value: ready.call() } : {};
    }
    case 'time':
      return { ns: await nanoseconds(name, milliseconds) };
  }
}

async function main([file = '', ...rest]: string[]): Promise<void> {
  const lines = createInterface(process.stdin);
  const say = (message: object) => process.stdout.write(`${JSON.stringify(message)}\n`);
  try {
    const { load }: { load(...args: string[]): Promise<Competitor> } = await import(file);
    competitor = await load(...rest);
  } catch (error) {
    say({ missing: error instanceof Missing ? error.message : String(error) });
    process.exit();
  }
  say({ ready: true });
  for await (const line of lines) {
    try {
      say(await answer(JSON.parse(line)));
    } catch (error) {
      say({ error: String(error) });
    }
  }
}

void main(process.argv.slice(2));
