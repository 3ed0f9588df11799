import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { summary } from '../results/results.js';
import { type Competitor, type Data, Missing, type Prepared } from './competitor.js';
import { type Batch, calibrate, timeBatch } from './measure.js';

// Runs one competitor in a process: node child-main.js <file of src/competitors> [argument ...]
// It answers one request in JSON per line, as python/child.py does.

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

/** Reads the first n numbers of a file. */
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

/** Returns the nanoseconds of one call: the median of samples that take about `milliseconds` together. */
function nanoseconds(name: string, milliseconds: number): number {
  const { batch } = prepare(name);
  let count = counts.get(name);
  if (count === undefined) {
    warm(batch);
    count = calibrate(batch, milliseconds / samples);
    counts.set(name, count);
  }
  // A call that takes longer than a sample is made once.
  const repetitions = count === 1 ? 1 : samples;
  return summary(Array.from({ length: repetitions }, () => timeBatch(batch, count))).median;
}

const samples = 9;

/** How long functions run before they are timed, so that the JIT reaches its final tier. */
function warm(batch: Batch): void {
  const end = performance.now() + 60;
  for (let count = 1; performance.now() < end; count *= 2) batch(count);
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
      return { value: prepare(name).call?.() };
    }
    case 'time':
      return { ns: nanoseconds(name, milliseconds) };
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
