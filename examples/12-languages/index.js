const { loadAddon } = require('@capsule/core');
const distance = require('@example/distance');
const { build } = require('./build.js');

const load = (name) => loadAddon(__dirname, name);
const hasRust = build() !== undefined;
if (!hasRust) console.log('Without Rust, which requires cargo 1.77 or later (https://rustup.rs), on Linux or macOS.');

const producers = { C: distance, 'C++': load('produce_cpp'), ...(hasRust && { Rust: load('produce_rust') }) };
const consumers = {
  C: load('consume_c'),
  'C++': loadAddon(require.resolve('@example/nearest'), 'nearest'),
  ...(hasRust && { Rust: load('consume_rust') }),
};
const smallest = { C: load('open_c'), 'C++': load('open_cpp'), ...(hasRust && { Rust: load('open_rust') }) };

const query = Float64Array.of(1, 3);
const rows = Float64Array.of(9, 9, 1, 2, 5, 5);
for (const [from, { capsule }] of Object.entries(producers)) {
  for (const [to, consumer] of Object.entries(consumers)) {
    consumer.open(capsule);
    console.log(`${from} called from ${to}: the closest row is ${consumer.nearestRow(query, rows)}`);
  }
  for (const consumer of Object.values(smallest)) {
    consumer.open(capsule);
    if (consumer.variant() !== undefined) throw new Error('expected no variant');
  }
}
