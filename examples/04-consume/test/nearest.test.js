const assert = require('node:assert/strict');
const { test } = require('node:test');
const { loadAddon } = require('@capsule/core');
const { nearestRow } = require('@example/nearest');

test('returns the row for which the producer returns the smallest value', () => {
  const rows = Float64Array.of(9, 9, 1, 2, 5, 5);
  assert.equal(nearestRow(Float64Array.of(1, 3), rows), 1);
  assert.equal(nearestRow(Float64Array.of(6, 6), rows), 2);
});

test('rejects rows of another length', () => {
  assert.throws(() => nearestRow(new Float64Array(2), new Float64Array(5)), {
    name: 'RangeError',
    message: 'nearestRow(query, rows): expected rows of 2 elements each, found 5 elements.',
  });
});

test('rejects arrays of another type', () => {
  assert.throws(() => nearestRow([1, 3], [1, 3]), TypeError);
});

test('opens only a capsule of its producer', () => {
  assert.throws(() => loadAddon(__filename, 'nearest').open({}), { code: 'ERR_CAPSULE_NOT_A_CAPSULE' });
});
