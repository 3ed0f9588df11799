const assert = require('node:assert/strict');
const { test } = require('node:test');
const { inspect, loadAddon } = require('@capsule/core');
const { capsule } = require('@example/distance');
const { variant } = require('@example/nearest');

test('reads the variant of the table that it opened', () => {
  assert.equal(variant(), inspect(capsule).variant);
});

test('opens only a capsule of its producer', () => {
  assert.throws(() => loadAddon(__filename, 'nearest').open({}), { code: 'ERR_CAPSULE_NOT_A_CAPSULE' });
});
