import { fc } from '@capsule/test-support/properties';
import { forge } from '@forge/core';
import { expect, test } from 'vitest';
import { compareContracts } from '../src/doctor/compare-contracts.js';

// The doctor compares contracts without loading an addon, so the rules of opening exist twice: in C, in contract.h, and
// in TypeScript. These tests run both on the same pairs of contracts.
const entry = fc.record({
  name: fc.constantFrom('sum', 'dot', 'norm', 'cumsum'),
  signature: fc.constantFrom('f64()', 'f64(f64)', 'void(*{f64,bool})'),
  since: fc.nat(2),
  retired: fc.boolean(),
});
const contract = fc
  .record({
    name: fc.constantFrom('@forge/math', '@forge/math:fast', 'math/sub:part'),
    major: fc.integer({ min: 1, max: 2 }),
    minor: fc.nat(2),
    functions: fc.oneof(
      fc.array(entry, { minLength: 1, maxLength: 4 }),
      fc.array(entry, { minLength: 9, maxLength: 12 }),
    ),
  })
  .map(({ functions, minor, ...rest }) => ({
    ...rest,
    minor,
    functions: functions.filter(({ since }) => since <= minor).toSorted((a, b) => a.since - b.since),
  }))
  .filter(({ functions }) => functions.length > 0);

type Contract = typeof contract extends fc.Arbitrary<infer Value> ? Value : never;

/** The contract of a consumer. It may have functions that are newer than its target. */
const pair = fc.tuple(contract, contract, fc.nat(2)).map(([needed, offered, target]) => ({
  needed: { ...needed, minor: Math.min(needed.minor, target) },
  offered: { ...offered, name: needed.name },
}));

const spec = ({ functions, ...rest }: Contract) => ({ ...rest, entries: functions });

test('the doctor rejects the contracts that opening rejects, with the same code and message', () => {
  const codes = new Set<string | undefined>();
  fc.assert(
    fc.property(pair, ({ needed, offered }) => {
      const capsule = forge.sealTable(spec(offered));
      let opened: Error | undefined;
      try {
        forge.openTable(capsule, spec(needed));
      } catch (error) {
        opened = error as Error;
      }
      const result = compareContracts(needed, offered);
      codes.add(result?.code);
      // Opening also names both files, on further lines.
      expect({ ...result, message: result?.message }).toEqual({ ...opened, message: opened?.message.split('\n')[0] });
    }),
    { numRuns: 500, endOnFailure: true }, // 1 MiB of static memory is enough for 800 runs
  );
  expect(codes).toEqual(new Set([undefined, 'ERR_CAPSULE_VERSION_MISMATCH', 'ERR_CAPSULE_SIGNATURE_MISMATCH']));
});
