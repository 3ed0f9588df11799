const assert = require('node:assert/strict');
const { join } = require('node:path');
const { test } = require('node:test');
const { inspect, loadAddon } = require('@capsule/core');
const clamp = require('@example/clamp');

const load = (name) => loadAddon(join(__dirname, '..'), name);

test('exports a capsule of each major, and 1.x as before', () => {
  const { capsule, capsule_v1, capsule_v2 } = clamp;
  assert.equal(capsule, capsule_v1);
  assert.deepEqual(
    [capsule_v1, capsule_v2].map((each) => [inspect(each).name, inspect(each).version]),
    [
      ['@example/clamp', '1.1'],
      ['@example/clamp', '2.0'],
    ],
  );
});

test('consumers of each major and of both work in one process', () => {
  const clampOne = load('consume_v1').open();
  const clampAll = load('consume_v2').open();
  assert.deepEqual(
    [-1, 3, 7].map((x) => clampOne(x, 0, 5)),
    [0, 3, 5],
  );
  assert.deepEqual(clampAll(Float64Array.of(-1, 3, 7), 0, 5), { x: Float64Array.of(0, 3, 5), changed: 2 });
  assert.throws(() => clampAll(Float64Array.of(1), 5, 0), RangeError);
  assert.equal(load('consume_both').compare(7, 0, 5), true);
});

test('has functions of each major in JavaScript', () => {
  const x = Float64Array.of(-1, 3, 7);
  assert.deepEqual(clamp.v2.clamp(x, 0, 5), { result: 2, out: Float64Array.of(0, 3, 5) });
  assert.equal(clamp.v1.clamp(x, 0, 5), x);
  assert.deepEqual(x, Float64Array.of(0, 3, 5));
  assert.deepEqual(clamp.v1.wrap(Float64Array.of(-1, 7), 0, 5), Float64Array.of(4, 2));
});
