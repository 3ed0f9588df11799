import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { capsule as fastmath } from '@capsule/fastmath';
import { call, type Group, type Scenario } from '../scenario.js';
import { configuration } from './binaries.js';
import { first } from './load.js';

const folder = join(__dirname, '..', '..', '..', '..', 'examples');
const file = (example: string, addon: string) => join(folder, example, 'build', configuration, `${addon}.node`);

/** The addons of the examples that readers copy, including the headers that are generated from their contracts. */
export function examples(): Group {
  const producer = file('00-minimal', 'producer');
  const consumer = file('00-minimal', 'consumer');
  const distance = file('03-produce', 'distance');
  const planck = file('06-callback', 'planck');
  const address = file('09-ffi', 'table_address');
  const nearest = file('04-consume', 'nearest');
  const { capsule } = require(producer);
  const { open } = require(consumer);
  const sumTo = open(capsule);
  const scenarios: Scenario[] = [
    ...[producer, distance, planck].map((path) =>
      first(`load ${path.slice(folder.length + 1)}`, path, (exports) => Object.keys(exports)),
    ),
    first('load 00-minimal/consumer', consumer, (exports) => exports.open(capsule)(4)),
    first('load 09-ffi', address, (exports) => typeof exports.open(fastmath)),
    // node-addon-api itself ends the process when some of its calls fail.
    {
      ...first('load 04-consume/nearest', nearest, (exports) => {
        exports.open(require(distance).capsule);
        return exports.nearestRow(Float64Array.of(1, 2), Float64Array.of(5, 5, 1, 3));
      }),
      modes: ['allocation', 'allocations'],
    },
    {
      ...first('nearestRow(query, rows of another length)', nearest, (exports) => {
        exports.open(require(distance).capsule);
        return exports.nearestRow(Float64Array.of(1, 2), Float64Array.of(5, 5, 1));
      }),
      modes: ['allocation', 'allocations'],
    },
    call('open(capsule)', () => typeof open(capsule)),
    call('open({})', () => open({})),
    call('sumTo(10)', () => sumTo(10)),
    call("sumTo('text')", () => sumTo('text')),
  ];
  return { addons: [producer, consumer, distance, planck, address, nearest].filter(existsSync), scenarios };
}
