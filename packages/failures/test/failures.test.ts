import { failures } from '@capsule/failures';
import { describe, expect, test } from 'vitest';

describe.runIf(process.platform === 'linux')('an injected failure', () => {
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
});
