import { refusal } from '@capsule/test-support/refusal';
import { posixOnly } from '@capsule/test-support/skip';
import { describe, expect, test } from 'vitest';
import { type ContractSpec, contract, forge } from './forge/index.js';

const math = contract('1.1', 'sum', 'dot', 'cumsum@1');
const opening = "Opening '@forge/math': ";

describe('versions', () => {
  const open = (offered: ReturnType<typeof contract>, needed: ReturnType<typeof contract>) =>
    refusal(() => forge.openTable(forge.sealTable(offered), needed));
  const files = '\n  needed by \\S+forge.node\n  offered by \\S+forge.node';
  const text = (message: string) =>
    expect.stringMatching(new RegExp(`^${message.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}${files}$`));

  test('rejects an older minor version, lists the missing functions, and says how to upgrade', () => {
    expect(open(contract('1.1', 'sum', 'dot'), contract('1.3', 'sum', 'dot', 'cumsum@3', 'histogram@3'))).toEqual({
      type: 'RangeError',
      code: 'ERR_CAPSULE_VERSION_MISMATCH',
      message: text(
        `${opening}expected contract 1.3 or later (for cumsum, histogram), found 1.1. Update @forge/math to 1.3 or later.`,
      ),
      expected: 'contract 1.3 or later (for cumsum, histogram)',
      found: '1.1',
    });
  });

  test('rejects an older minor version although it has the functions', () => {
    expect(open(contract('1.1', 'sum'), contract('1.2', 'sum')).message).toEqual(
      text(`${opening}expected contract 1.2 or later, found 1.1. Update @forge/math to 1.2 or later.`),
    );
  });

  test.each([['2.0'], ['0.9']])('rejects another major version, %s', (version) => {
    const rejection = open(contract(version, 'sum'), contract('1.0', 'sum'));
    expect(rejection.code).toBe('ERR_CAPSULE_VERSION_MISMATCH');
    expect(rejection.message).toEqual(
      text(
        `${opening}expected contract 1.x, found ${version}. Use @forge/math 1.x, or compile the consumer for contract ${version}.`,
      ),
    );
  });

  test('lists what another major version lacks or changes, at any index', () => {
    const needed = contract('1.1', 'sum', 'dot', 'norm', 'cumsum@1', 'later@2');
    const offered = contract('2.0', 'norm', 'dot');
    offered.entries[1] = { name: 'dot', signature: 'f64(f64)' };
    expect(open(offered, needed).found).toBe('2.0, which lacks or changes sum, dot, cumsum');
  });

  test('accepts a newer minor version with more functions', () => {
    const later = contract('1.4', 'sum', 'dot', 'cumsum@2', 'histogram@4');
    expect(forge.openTable(forge.sealTable(later), contract('1.0', 'sum', 'dot'))).toEqual([0, 1]);
  });

  test('accepts a consumer whose header has more functions than it needs', () => {
    const target = contract('1.0', 'sum', 'dot', 'cumsum@1');
    expect(forge.openTable(forge.sealTable(contract('1.0', 'sum', 'dot')), target)).toEqual([0, 1]);
  });

  test('rejects a changed signature and shows both', () => {
    const changed = contract('1.1', 'sum', 'dot', 'cumsum@1');
    changed.entries[1] = { name: 'dot', signature: 'f64(*f32,*f64,usize)' };
    expect(
      open(changed, { ...math, entries: math.entries.with(1, { name: 'dot', signature: 'f64(*f64,*f64,usize)' }) }),
    ).toEqual({
      type: 'TypeError',
      code: 'ERR_CAPSULE_SIGNATURE_MISMATCH',
      message: text(
        `${opening}expected dot to be f64(*f64,*f64,usize), found dot f64(*f32,*f64,usize). Build both addons with the same header of contract 1.1.`,
      ),
      expected: 'dot to be f64(*f64,*f64,usize)',
      found: 'dot f64(*f32,*f64,usize)',
    });
  });

  test('rejects functions at other indices and lists them all', () => {
    expect(open(contract('1.0', 'dot', 'sum', 'min'), contract('1.0', 'sum', 'dot', 'min')).message).toEqual(
      text(
        `${opening}expected sum to be f64(), found dot f64(). Also changed: dot. Build both addons with the same header of contract 1.0.`,
      ),
    );
  });

  test('lists eight of many functions, so that the message always has the files and the fix', () => {
    const names = Array.from({ length: 300 }, (_, i) => `function_with_a_long_name_${i}`);
    const changed = contract('1.0', ...names);
    for (const entry of changed.entries) entry.signature = 'f64(f64)';
    expect(open(changed, contract('1.0', ...names)).message).toEqual(
      text(
        `${opening}expected ${names[0]} to be f64(), found ${names[0]} f64(f64). Also changed: ${names.slice(1, 9).join(', ')} and 291 more. Build both addons with the same header of contract 1.0.`,
      ),
    );
    expect(open(contract('1.0', 'sum'), contract('1.1', 'sum', ...names.map((name) => `${name}@1`))).message).toEqual(
      text(
        `${opening}expected contract 1.1 or later (for ${names.slice(0, 8).join(', ')} and 292 more), found 1.0. Update @forge/math to 1.1 or later.`,
      ),
    );
  });

  test('compares functions newer than the target too, if both sides have them', () => {
    const offered = contract('1.1', 'sum', 'cumsum@1');
    offered.entries[1] = { name: 'cumsum', signature: 'f64(f64)', since: 1 };
    expect(open(offered, contract('1.0', 'sum', 'cumsum@1')).code).toBe('ERR_CAPSULE_SIGNATURE_MISMATCH');
  });
});

describe('retired functions', () => {
  const retire = (spec: ContractSpec, ...names: string[]): ContractSpec => ({
    ...spec,
    entries: spec.entries.map((entry) => ({ ...entry, retired: names.includes(entry.name ?? '') })),
  });
  const later = retire(contract('1.2', 'sum', 'dot', 'cumsum@1', 'norm@2'), 'sum', 'cumsum');
  const without = () => forge.sealTable(later, { missing: [0, 2] });

  test('rejects a consumer compiled before the function was retired, lists what it would call, and says what to do', () => {
    expect(refusal(() => forge.openTable(without(), math))).toEqual({
      type: 'TypeError',
      code: 'ERR_CAPSULE_ENTRY_MISSING',
      message: expect.stringMatching(
        /^Opening '@forge\/math': expected a function for sum, cumsum, found NULL, retired in contract 1\.2\. Compile the consumer with the header of contract 1\.2, without what is retired\.\n {2}needed by \S+forge\.node\n {2}offered by \S+forge\.node$/,
      ),
      expected: 'a function for sum, cumsum',
      found: 'NULL, retired in contract 1.2',
    });
  });

  test('lists only functions that the consumer needs', () => {
    const rejection = refusal(() => forge.openTable(without(), { ...math, minor: 0 }));
    expect(rejection.expected).toBe('a function for sum');
  });

  test('accepts a consumer whose header marks them as retired', () => {
    expect(forge.openTable(without(), later)).toEqual([-1, 1, -1, 3]);
  });

  test('accepts a consumer compiled before, while the functions still exist', () => {
    expect(forge.openTable(forge.sealTable(later), math)).toEqual([0, 1, 2]);
  });

  test('compares their signatures too', () => {
    const changed = { ...later, entries: later.entries.with(0, { name: 'sum', signature: 'f32()', flags: 1 }) };
    expect(refusal(() => forge.openTable(forge.sealTable(changed), later)).code).toBe('ERR_CAPSULE_SIGNATURE_MISMATCH');
  });

  test('are not listed as missing from an older producer', () => {
    const needed = retire(contract('1.2', 'sum', 'dot@2', 'norm@2'), 'dot');
    expect(refusal(() => forge.openTable(forge.sealTable(contract('1.0', 'sum')), needed)).expected).toBe(
      'contract 1.2 or later (for norm)',
    );
  });
});

describe('a wrong table', () => {
  test('rejects a table that is shorter than its contract', () => {
    const rejection = refusal(() => forge.openTable(forge.envelope(math, { size: 32 }), math));
    expect(rejection).toMatchObject({
      type: 'RangeError',
      code: 'ERR_CAPSULE_TABLE_TOO_SHORT',
      message: expect.stringContaining(
        `${opening}expected a table of 40 bytes or more, for contract 1.1, found one of 32. Compile the table and its contract from the same header.`,
      ),
    });
  });

  test('rejects a NULL entry, and names it', () => {
    const rejection = refusal(() => forge.openTable(forge.envelope(math, { missing: [1] }), math));
    expect(rejection).toMatchObject({
      type: 'TypeError',
      code: 'ERR_CAPSULE_ENTRY_MISSING',
      message: expect.stringContaining(
        `${opening}expected a function for every entry of contract 1.1, found NULL for dot. Set .dot in the producer's table.`,
      ),
    });
  });

  test.each([16, 24, 32])('never reads past a table of %i bytes', posixOnly, (bytes) => {
    expect(refusal(() => forge.openTable(forge.envelope(math, { atPageEnd: bytes }), math)).code).toBe(
      'ERR_CAPSULE_TABLE_TOO_SHORT',
    );
  });

  test('opens a table that ends at the end of its page', posixOnly, () => {
    expect(forge.openTable(forge.envelope(math, { atPageEnd: 40 }), math)).toEqual([0, 1, 2]);
  });

  test('accepts a longer table', () => {
    expect(forge.openTable(forge.envelope(math, { size: 400 }), math)).toEqual([0, 1, 2]);
  });
});
