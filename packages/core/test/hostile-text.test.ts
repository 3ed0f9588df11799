// Names, paths, signatures and other text of strangers in messages: printable, bounded, in sentences with one period.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect as show } from 'node:util';
import {
  asTypedArray,
  type Capsule,
  capsuleError,
  describeValue,
  inspect,
  isCapsuleError,
  loadAddon,
  receive,
  share,
} from '@capsule/core';
import { fc, runs } from '@capsule/test-support/properties';
import { posixOnly } from '@capsule/test-support/skip';
import { removeFolder } from '@capsule/test-support/temporary-folder';
import { afterAll, expect, test, vi } from 'vitest';
import { type ContractSpec, contract, forge } from './forge/index.js';

const folder = mkdtempSync(join(tmpdir(), 'capsule-'));
afterAll(() => removeFolder(folder));

/** Text that terminals interpret, that looks like other text, or that is too long for a message. */
const hostile = fc.oneof(
  fc.constantFrom(
    '\u001b[2J\u001b]0;title\u0007',
    '\u009b31m',
    'a\nb: expected nothing',
    'a\r\u0008\u007f',
    '\u202Ecod.exe',
    '\u2028\u2029\u200b\ufeff',
    '\ud800',
    "it's",
    'x'.repeat(5_000),
    '\u001b'.repeat(3_000),
    '😀'.repeat(5_000),
    '%s%n%d',
    '$&',
    '\\',
  ),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 200 }),
  fc.string({ unit: fc.constantFrom('\u001b', '[', '0', 'm', '\n', '\u0090', '\u2066', 'é', '-'), minLength: 1 }),
);
const withoutNul = hostile.filter((text) => !text.includes('\0'));

const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
/** The lines that messages of capsule.h have by design. */
const lines = /\n {2}(needed by|offered by|sealed by) /g;

function expectSafe(text: unknown): void {
  expect(typeof text).toBe('string');
  expect(String(text).replace(lines, '')).not.toMatch(unprintable);
  expect(String(text).length).toBeLessThan(20_000);
}

/** Expects an error of core with a safe message and safe parts. */
function expectRefusal(call: () => unknown): void {
  try {
    call();
  } catch (error) {
    if (!isCapsuleError(error)) throw error;
    for (const text of [error.message, error.expected, error.found]) expectSafe(text);
    expect(error.found).not.toBe('');
    expect(error.message).toMatch(
      /^\S(?:.|\n)*: expected \S(?:.|\n)*, found \S(?:.|\n)*\.( \S(?:.|\n)*)?(\n(?:.|\n)*)?$/u,
    );
    return;
  }
  throw new Error('expected a refusal');
}

const check = (property: (text: string) => void, texts = withoutNul) =>
  fc.assert(fc.property(texts, property), { numRuns: runs(100) });

const renamed = (spec: ContractSpec, change: (name: string) => string): ContractSpec => ({
  ...spec,
  entries: spec.entries.map((entry) => ({ ...entry, name: change(entry.name ?? '') })),
});
const math = contract('1.2', 'sum', 'dot', 'cumsum@2');
const capsule = forge.sealTable(math);

test('a message is safe with any name of a capsule, expected or found', () => {
  check((name) => {
    expectRefusal(() => forge.openTable(capsule, { ...math, name }));
    expectRefusal(() => forge.openPointer(capsule, name));
    expectRefusal(() => forge.openTable(forge.envelope({ ...math, name }), math));
    expectRefusal(() => forge.openTable({}, { ...math, name }));
    expectRefusal(() => forge.openTable({ capsule }, { ...math, name }));
    expectRefusal(() => forge.import(name));
    expectRefusal(() => forge.openTable(forge.sealTable(contract('1.0', 'sum')), { ...math, name }));
    expectSafe(describeValue(forge.envelope({ ...math, name })));
    expectSafe(show(forge.envelope({ ...math, name })));
  });
});

test('a message is safe with any name of a function', () => {
  check((name) => {
    const strange = renamed(math, (each) => each + name);
    expectRefusal(() => forge.openTable(capsule, strange));
    expectRefusal(() => forge.openTable(forge.sealTable(contract('1.0', 'sum')), strange));
    expectRefusal(() => forge.openTable(forge.sealTable(contract('2.0', 'sum')), strange));
    expectRefusal(() => forge.sealTable(strange, { missing: [1] }));
    expectRefusal(() => forge.sealTable(renamed(contract('1.0', 'sum@1'), () => name)));
  });
});

test('a message is safe with any signature', () => {
  check((signature) => {
    const strange = { ...math, entries: math.entries.map((entry) => ({ ...entry, signature })) };
    expectRefusal(() => forge.openTable(capsule, strange));
    expectRefusal(() => forge.openTable(forge.sealTable(strange), math));
    const twice = forge.sealFunction('@forge/twice', 'f64(f64)', 'twice');
    expectRefusal(() => forge.openFunction(twice, null, [signature, signature]));
    expectRefusal(() => forge.sealFunction('@forge/twice', signature, 'twice'));
  });
});

test('console.log shows any variant safely', () => {
  check((variant) => expectSafe(show(forge.sealTable(math, { variant }))));
});

test('a message is safe with any string, key or other value that is rejected', () => {
  check((text) => {
    expectSafe(describeValue(text));
    for (const value of [text, { [text]: 1 }, Symbol(text), new Error(text), [text]])
      for (const call of [
        () => inspect(value as never),
        () => share(value as never),
        () => receive(value as never),
        () => asTypedArray(value as never),
        () => asTypedArray(capsule, { copy: value } as never),
        () => share(capsule, { expiresIn: value } as never),
        () => forge.openData(value, null),
        () => forge.openTable(value, math),
      ])
        expectRefusal(call);
    for (const key of [text, Symbol(text)]) expectRefusal(() => share(capsule as Capsule, { [key]: 1 } as never));
  }, hostile);
});

test('a message is safe with any name and folder of an addon, and any environment', () => {
  check((text) => {
    expectRefusal(() => loadAddon(folder, text));
    expectRefusal(() => loadAddon(join(folder, text), 'x'));
    const url = new URL(`data:${encodeURI(Buffer.from(text).toString())}`);
    expectRefusal(() => loadAddon(url, 'x'));
    expectRefusal(() => loadAddon(`file://host/${text}`, 'x'));
    vi.stubEnv('CAPSULE_BUILD', `x${text}`);
    expectRefusal(() => loadAddon(folder, 'x'));
    vi.unstubAllEnvs();
  }, withoutNul);
});

test('a message is safe for a broken addon whose path has control characters', posixOnly, () => {
  const strange = join(folder, '\u001b[31m\n', 'build', 'Release');
  mkdirSync(strange, { recursive: true });
  writeFileSync(join(folder, '\u001b[31m\n', 'package.json'), '{ "name": "x" }');
  writeFileSync(join(strange, 'x.node'), 'broken');
  expectRefusal(() => loadAddon(join(folder, '\u001b[31m\n'), 'x'));
});

test('an error of another package keeps its line breaks, and has one period', () => {
  check((text) => {
    const error = capsuleError(Error, 'ERR_X', text, {
      expected: text,
      found: `${text}.`,
      advice: `${text}\n- ${text}`,
    });
    expect(error.message.replaceAll('\n', '')).not.toMatch(unprintable);
    expect(error.message.length).toBeLessThan(100_000 * 6);
    expect(error.found).toMatch(/\.$/);
    expect(error.message).not.toContain(`${error.found}.`);
  }, hostile);
});

test('capsule.h escapes every character that is not printable', () => {
  const all: string[] = [];
  for (let point = 1; point <= 0x10ffff; point++) {
    const character = String.fromCodePoint(point);
    if ((point < 0xd800 || point > 0xdfff) && unprintable.test(character)) all.push(character);
  }
  expect(all.length).toBeGreaterThan(200);
  const offered = forge.sealTable(contract('1.0', 'sum'));
  for (let i = 0; i < all.length; i += 40) {
    const signature = all.slice(i, i + 40).join('');
    const needed = { ...contract('1.0', 'sum'), entries: [{ name: 'sum', signature }] };
    expectRefusal(() => forge.openTable(offered, needed));
  }
});
