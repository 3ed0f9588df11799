const assert = require('node:assert/strict');
const { test } = require('node:test');
const { inspect } = require('@capsule/core');
const { capsule } = require('@example/distance');

test('seals the functions of its contract', () => {
  const { kind, name, version, functions } = inspect(capsule);
  assert.deepEqual([kind, name, version], ['table', '@example/distance', '1.0']);
  assert.deepEqual(
    functions.map((each) => each.name),
    ['manhattan', 'chebyshev'],
  );
});
