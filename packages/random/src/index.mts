import './loaded.mjs'; // before index.js

export type * from './index.js';
// Named one by one: `export *` would also export __esModule.
export { BitGenerator, Generator, PCG64, PCG64DXSM, Philox, SeedSequence, Xoshiro256 } from './index.js';
