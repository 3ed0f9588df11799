const { nearest } = require('./index.js');

const dimensions = 16;
const rows = new Float64Array(50_000 * dimensions).map((_, i) => Math.sin(i * 0.7));
const query = rows.slice(12_345 * dimensions, 12_346 * dimensions);

console.log('nearest row:', nearest(query, rows), '(every distance is computed by fastmath, called from this addon)');
