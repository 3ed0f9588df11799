import { failures } from '@capsule/failures';
import { linuxOnly } from '@capsule/test-support/skip';
import { describe, expect, test } from 'vitest';

describe('an injected failure', linuxOnly, () => {
  test('is reported where an addon does not handle it: each deliberate fault of the control is found', async () => {
    const { faults } = await failures('control');
    const of = (name: string) => faults.filter(({ scenario }) => scenario === name).map(({ fault }) => fault);
    expect(of('silent')).toEqual(['returns {}']);
    expect(of('wrong')).toContain('returns {"value":0}');
    expect(of('crash')).toEqual(['crashes: SIGSEGV', 'crashes: SIGSEGV']);
    expect(of('uninitialized')).toEqual(['crashes: SIGSEGV']);
    expect(of('leak')).toEqual(['1 blocks after 1 failures']);
    expect(of('latch')).toContainEqual(expect.stringMatching(/^the next call: /));
  });

  // npm run test:failures lets each allocation and call fail; these tests let every n-th fail.
  test.each([
    ['core', 11],
    ['headers', 7],
    ['wrapped', 5],
    ['arrow', 3],
    ['fastmath', 11],
    ['stats', 17],
    ['promises', 3],
    ['random', 7],
    ['load', 5],
    ['end', 23],
    ['examples', 3],
  ])('is an exception or a right result, with right results afterwards and nothing leaked: %s', async (group, step) => {
    const { faults, injected } = await failures(group, step);
    expect(faults).toEqual([]);
    expect(injected).toBeGreaterThan(10);
  });
});
