import { defineContract, f64, fn, mutPtr, opaque, u32, u64 } from '@capsule/contract';

const state = mutPtr(opaque('generator', { doc: 'The state of a random generator, which only its package can read.' }));
const about = { since: '1.0', thread: 'handle' } as const;

export default defineContract(
  '@capsule/random/bitgen',
  '1.0',
  {
    next_u64: fn(u64, { state }, { ...about, doc: 'The next 64 random bits.' }),
    next_u32: fn(
      u32,
      { state },
      {
        ...about,
        doc: `The next 32 random bits. A generator of 64 bits may return the lower half of its next number, and keep the upper
          half for the next call of this function.`,
      },
    ),
    next_double: fn(
      f64,
      { state },
      {
        ...about,
        doc: `The next number of the interval [0, 1): a multiple of 2^-53. A generator of 64 bits returns the upper 53 bits
          of its next number.`,
      },
    ),
  },
  {
    kind: 'instance',
    languages: ['rust'],
    doc: `A source of random bits, as bitgen_t of NumPy. distributions.h draws from every implementation.`,
    example: `import { type BitgenCapsule, Generator, PCG64 } from '@capsule/random';

const capsule: BitgenCapsule = new PCG64(42).capsule;
console.log(new Generator(capsule).integers(0, 10) < 10); // true`,
  },
);
