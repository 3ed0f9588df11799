import { timeBatch } from '../harness/measure.js';
import { load } from './opening.js';

// node opening-once.js <verb>: prints the nanoseconds of the first such operation in a process.
async function main(verb = ''): Promise<void> {
  const { functions } = await load();
  const none = new Float64Array(0);
  const prepared = functions[verb]?.({ n: 0, x: none, y: none });
  if (prepared === undefined) throw new Error(`expected one of ${Object.keys(functions)}`);
  console.log(timeBatch(prepared.batch, 1));
}

void main(process.argv[2]);
