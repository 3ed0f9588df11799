/**
 * fast-check with a fixed seed, so that a commit has one result. CAPSULE_FUZZ_SEED is another seed: the stress run
 * takes a new one each time. A failure prints its seed.
 */
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env['CAPSULE_FUZZ_SEED'] ?? 1) });

/** How many cases a property tests: CAPSULE_RUNS, or the given number. */
export const runs = (usual: number): number => Number(process.env['CAPSULE_RUNS'] ?? usual);

export { fc };
