const { Accumulator, correlation, describe, mean, readArrow } = require('@capsule/stats');
const arrow = require('apache-arrow');
const { Column } = require('./column.js');

// Some readings of a csv file, of which one is missing.
const csv = `temperature,humidity
21.5,40
,43
23,38
24.5,36`;
const rows = csv
  .split('\n')
  .slice(1)
  .map((line) => line.split(','));
const temperature = Column.parse(rows.map(([field]) => field));
const humidity = Column.from(Int16Array.from(rows, ([, field]) => Number(field)));

const { n, nulls } = describe(temperature);
console.log(`temperature: mean ${mean(temperature)}, ${n} values, ${nulls} null`);
console.log(`correlation with humidity, of pairs without a null: ${correlation(temperature, humidity).toFixed(3)}`);
try {
  readArrow(temperature, { nulls: 'reject' });
} catch (error) {
  console.log(error.message);
}

// Ten million values: C reads the memory of C; a slice and a stream refer to the same memory.
const large = Column.from(Float64Array.from({ length: 10_000_000 }, (_, i) => i % 1000));
console.log('mean of all, of a slice, of a stream:');
console.log(mean(large), mean(large.slice(1000, 2000)), new Accumulator().push(large.inBatchesOf(65536)).mean());

// The same values as a column of the JavaScript implementation of Arrow.
const vector = arrow.vectorFromArray([21.5, null, 23, 24.5], new arrow.Float64());
const [data] = vector.data;
const column = Column.from(data.values, data.nullBitmap).slice(0, data.length); // without padding
console.log(`apache-arrow: mean ${mean(column)}, ${vector.nullCount} null`);
