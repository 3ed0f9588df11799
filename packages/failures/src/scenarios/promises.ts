import { join } from 'node:path';
import { createVector } from '@capsule/fastmath';
import { call, type Group, promised, type Scenario } from '../scenario.js';
import { binary } from './binaries.js';
import { first } from './load.js';
import { random } from './samples.js';

type Functions = Readonly<Record<string, (...values: unknown[]) => unknown>>;
interface Handle {
  end(): void;
}

const bindings = join(__dirname, '..', '..', 'bindings');

/** The functions and promises that are generated from failures.contract.ts. */
export function promises(): Group {
  const file = binary('@capsule/failures', 'promised');
  const { createFunctions } = require(join(bindings, 'failures.functions.cjs'));
  const { createPromises } = require(join(bindings, 'failures.promises.cjs'));
  const functions: Functions = createFunctions(require(file));
  const later: Functions = createPromises(require(file));
  const n = 500;
  const [x, y] = [random(n), random(n, 2)];
  const shared = (values: Float64Array) => {
    const array = new Float64Array(new SharedArrayBuffer(values.byteLength));
    array.set(values);
    return array;
  };
  const infinite = Float64Array.of(1, Number.POSITIVE_INFINITY);
  const run = (name: string, ...values: unknown[]) => later[name]?.(...values);
  const counted = async (functions_: Functions) => {
    const counter = (await functions_['counterNew']?.(1)) as Handle;
    try {
      const counts = [later['counterAdd']?.(counter, x), later['counterAdd']?.(counter, x)];
      const settled = await Promise.allSettled(counts);
      for (const each of settled) if (each.status === 'rejected') throw each.reason;
      return settled.map((each) => (each as PromiseFulfilledResult<unknown>).value);
    } finally {
      counter.end();
    }
  };
  const all = async (started: unknown[]) => {
    const settled = await Promise.allSettled(started);
    for (const each of settled) if (each.status === 'rejected') throw each.reason;
    return settled.length;
  };
  const canceled = async () => {
    const [controller, other] = [new AbortController(), new AbortController()];
    const aborted = Array.from({ length: 4 }, () => run('dot', x, y, { signal: controller.signal }));
    const others = Array.from({ length: 4 }, () => run('dot', x, y, { signal: other.signal }));
    controller.abort();
    await Promise.allSettled(aborted);
    return all(others);
  };
  const scenarios: Scenario[] = [
    first('load promised.node', file, (exports) => Object.keys(exports)),
    promised('promise of dot(x, y)', () => run('dot', x, y)),
    promised('promise of dot(capsule, shared)', () => run('dot', createVector(x), shared(y))),
    promised('promise of add(x, y)', () => run('add', x, y)),
    promised('promise of add(x, y, shared)', () => run('add', x, y, shared(y))),
    promised('promise of scale(2, x)', () => run('scale', 2, x)),
    promised('promise of scale(2, shared)', () => run('scale', 2, shared(x))),
    promised('promise of extent(x)', () => run('extent', x)),
    promised('promise of check(x)', () => run('check', x)),
    promised('promise of check(infinite)', () => run('check', infinite)),
    promised('promise of twice(x)', () => run('twice', 2n ** 60n)),
    promised('promises of turn()', () => all([run('turn'), run('turn'), run('turn')])),
    promised('promises that wait', () => all(Array.from({ length: 8 }, () => run('dot', x, y)))),
    promised('promises that are canceled', canceled),
    promised('promises of a counter', () => counted(later)),
    promised('promises of a counter that a function made', () => counted(functions)),
    promised('promise of dot(x)', () => run('dot', x)),
    promised("promise of dot('text', {})", () => run('dot', 'text', {})),
    call('counterNew(1)', () => {
      const counter = functions['counterNew']?.(1) as Handle;
      const count = functions['counterAdd']?.(counter, x);
      counter.end();
      return count;
    }),
    call('start_dot()', () => require(file).start_dot()),
    call('cancel_promise({})', () => require(file).cancel_promise({})),
    call('uses_counter({})', () => require(file).uses_counter({})),
  ];
  return { addons: [file], scenarios };
}
