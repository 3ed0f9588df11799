export type { BitgenCapsule } from '../bindings/bitgen.js';
export { BitGenerator, type BitGeneratorState, PCG64, PCG64DXSM, Philox, Xoshiro256 } from './bit-generators.js';
export { Generator } from './generator.js';
export { type Seed, SeedSequence } from './seed-sequence.js';
