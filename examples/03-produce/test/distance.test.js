const assert = require('node:assert/strict');
const { test } = require('node:test');
const { inspect } = require('@capsule/core');
const { capsule, chebyshev, manhattan } = require('@example/distance');
const promises = require('@example/distance/promises');

test('seals the functions of its contract', () => {
  const { kind, name, version, functions } = inspect(capsule);
  assert.deepEqual([kind, name, version], ['table', '@example/distance', '1.0']);
  assert.deepEqual(
    functions.map((each) => each.name),
    ['manhattan', 'chebyshev'],
  );
});

test('computes in JavaScript, and rejects arrays of different lengths', () => {
  const x = Float64Array.of(1, 2, 3);
  const y = Float64Array.of(2, 4, 0);
  assert.deepEqual([manhattan(x, y), chebyshev(x, y)], [6, 3]);
  assert.throws(() => manhattan(x, y.subarray(1)), {
    name: 'RangeError',
    message: 'manhattan(x, y): expected x and y of the same length, found 3 and 2 values.',
  });
});

test('computes on another thread, with the arrays of the call, and can be canceled', async () => {
  const x = Float64Array.of(1, 2, 3);
  const y = Float64Array.of(2, 4, 0);
  const sum = promises.manhattan(x, y);
  x.fill(0);
  assert.equal(await sum, 6);
  await assert.rejects(promises.chebyshev(x, y.subarray(1)), { name: 'RangeError' });
  await assert.rejects(promises.chebyshev(x, y, { signal: AbortSignal.abort() }), { name: 'AbortError' });
});
