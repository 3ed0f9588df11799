const { join } = require('node:path');
const { loadAddon } = require('@capsule/core');
const { capsule } = require('@capsule/fastmath');
const { structs } = require('@capsule/fastmath/bindings/fastmath.ffi.cjs');
const interfaces = require('./interfaces.js');

const table = loadAddon(__dirname, 'table_address').open(capsule); // from here on nothing is checked
const library = join(__dirname, 'build', 'Release', 'table_address.node');

const x = Float64Array.from({ length: 1000 }, (_, i) => i + 1);
const out = new DataView(new ArrayBuffer(structs.moments.size));
const { mean, m2 } = structs.moments.fields;

for (const [name, bind] of Object.entries(interfaces)) {
  const math = bind(table, library);
  if (math === undefined) {
    const advice = name === 'koffi' ? 'npm install --no-save koffi@3' : 'Node 26.1 or later';
    console.log(`${name}: skipped, not installed (${advice})`);
    continue;
  }
  const n = BigInt(x.length);
  math.moments(x, n, new Uint8Array(out.buffer)); // C writes a struct to JavaScript's memory
  const variance = out.getFloat64(m2.offset, true) / (x.length - 1);
  console.log(`${name}: dot ${math.dot(x, x, n)}, mean ${out.getFloat64(mean.offset, true)}, variance ${variance}`);
}
