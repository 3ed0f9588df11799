const { nearestRow } = require('./index.js');

const dimensions = 16;
const rows = new Float64Array(50_000 * dimensions).map((_, i) => Math.sin(i * 0.7));
const query = rows.slice(12_345 * dimensions, 12_346 * dimensions);

console.log('closest row:', nearestRow(query, rows), 'of 50000, with one call into @example/distance for each');
