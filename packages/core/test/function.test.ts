import { inspect as display } from 'node:util';
import { type Capsule, inspect } from '@capsule/core';
import { refusal } from '@capsule/test-support/refusal';
import { describe, expect, test } from 'vitest';
import { collect, contract, forge } from './forge/index.js';

const plain = 'f64(f64)';
const withContext = 'f64(f64,*void)';
const twice = forge.sealFunction('@forge/twice', plain, 'twice');
const opening = 'Opening a C function: ';

/** Opens a function, calls it and releases it. */
function call(capsule: unknown, x: number, ...signatures: string[]): number {
  const { hold } = forge.openFunction(capsule, null, signatures.length === 0 ? [plain, withContext] : signatures);
  const result = forge.callFunction(hold, x);
  forge.releaseFunction(hold);
  return result;
}

describe('sealing', () => {
  test.each<[string, string | null]>([
    ['NULL', null],
    ["''", ''],
    ["'f64'", 'f64'],
    ["'f64('", 'f64('],
    ["'f64()x'", 'f64()x'],
    ["'f64(f64,)'", 'f64(f64,)'],
    ["'f64(,f64)'", 'f64(,f64)'],
    ["'f64(f64 )'", 'f64(f64 )'],
    ["'double(double)'", 'double(double)'],
    ["'f64(void)'", 'f64(void)'],
    ["'f64(f65)'", 'f64(f65)'],
    ["'f64(f64,...)'", 'f64(f64,...)'],
    ["'f64(*)'", 'f64(*)'],
    ["'f64({f64})'", 'f64({f64})'],
    ["'f64(*{})'", 'f64(*{})'],
    ["'f64(*{f64)'", 'f64(*{f64)'],
    ["'f64(<plan>)'", 'f64(<plan>)'],
    ["'f64(*<>)'", 'f64(*<>)'],
    ["'f64(*<a b>)'", 'f64(*<a b>)'],
    ["'f64((f64))'", 'f64((f64))'],
    ["'f64((f64(f64))'", 'f64((f64(f64))'],
    ["'const f64(f64)'", 'const f64(f64)'],
    [`'${'f64('.padEnd(96, '*')}...' (100008 bytes)`, `f64(${'*'.repeat(100_000)}f64)`],
    [`'${''.padEnd(96, '(')}...' (100000 bytes)`, '('.repeat(100_000)],
  ])('rejects %s, which is not a signature', (found, signature) => {
    expect(refusal(() => forge.sealFunction('@forge/f', signature, 'twice'))).toEqual({
      type: 'TypeError',
      code: 'ERR_CAPSULE_SIGNATURE_UNSOUND',
      message: `Sealing '@forge/f': expected a signature like f64(f64,*void), found ${found}. Write types as contracts do: f64, i32, usize, *f64, *void.`,
      expected: 'a signature like f64(f64,*void)',
      found,
    });
  });

  test.each([
    'void()',
    '*void(*<plan>,**f64,bool)',
    'isize(*{f64,usize,*{u8,*void}},i8,i16,i32,i64,u8,u16,u32,u64,f32,f64,usize)',
    '(f64(f64))((f64((f64(f64,*void)),*void)),*(void()))',
    `void(${Array(300).fill('*{f64,usize}').join()})`,
  ])('accepts %s', (signature) => {
    const capsule = forge.sealFunction('@forge/f', signature, 'twice');
    const { hold, which } = forge.openFunction(capsule, '@forge/f', ['f64()', signature]);
    expect(which).toBe(1);
    forge.releaseFunction(hold);
  });

  test.each([
    ['null', 'ERR_CAPSULE_POINTER_MISSING', 'a function, found NULL.'],
    [
      'heap',
      'ERR_CAPSULE_NOT_PINNED',
      'a function in the static storage of an addon or a library, found an address that cannot be kept in memory. Declare it static, not on the heap or the stack.',
    ],
  ] as const)('rejects a function that is %s', (which, code, problem) => {
    expect(refusal(() => forge.sealFunction('@forge/f', plain, which))).toMatchObject({
      code,
      message: `Sealing '@forge/f': expected ${problem}`,
    });
  });

  test('rejects a destructor that cannot be pinned, and leaves the context to the caller', () => {
    const seal = () => forge.sealFunction('@forge/f', withContext, 'times', { context: 3, heapDestructor: true });
    expect(refusal(seal).message).toBe(
      "Sealing '@forge/f': expected a destructor in the static storage of an addon or a library, found an address that cannot be kept in memory. Declare it static, not on the heap or the stack.",
    );
    expect(forge.destroyedContexts()).toEqual([]);
  });

  test('rejects an invalid name', () => {
    expect(refusal(() => forge.sealFunction('', plain, 'twice')).code).toBe('ERR_CAPSULE_NAME_UNUSABLE');
  });
});

describe('opening', () => {
  const found = 'f64(f64)';
  const sealed = ' Compile the function with an accepted type, and seal it with that.\n  sealed by ';

  test.each<[string, string[], string]>([
    ['one', ['f64(f32)'], 'a function f64(f32)'],
    ['two', ['f64(f32)', withContext], 'a function f64(f32) or f64(f64,*void)'],
    ['three', ['void()', 'f64(f64', ''], 'a function void(), f64(f64 or '],
    ['eleven', Array(11).fill('i8()'), 'a function i8(), i8(), i8(), i8(), i8(), i8(), i8(), i8() and 3 more'],
    ['none', [], 'no function'],
  ])('rejects another signature and shows the accepted ones: %s', (_, signatures, expected) => {
    const { message, ...rest } = refusal(() => forge.openFunction(twice, null, signatures));
    expect(rest).toEqual({ type: 'TypeError', code: 'ERR_CAPSULE_SIGNATURE_MISMATCH', expected, found });
    expect(message).toMatch(/forge\.node$/);
    expect(message).toContain(`Opening a C function '@forge/twice': expected ${expected}, found ${found}.${sealed}`);
  });

  test('cuts long signatures in a message, which stays complete', () => {
    const long = `f64(${Array(1000).fill('f64').join()})`;
    const capsule = forge.sealFunction('@forge/long', long, 'twice');
    const { message } = refusal(() => forge.openFunction(capsule, null, [plain, `void(${long.slice(4)}`]));
    expect(message).toContain(`found ${long.slice(0, 200)}. Compile the function`);
    expect(String(message).length).toBeLessThan(1000);
  });

  test.each<[string, unknown, string]>([
    ['a JavaScript function', (x: number) => x, 'a function. Pass a capsule that holds a C function.'],
    [
      'the module',
      { capsule: twice },
      'a plain object. Pass the capsule that a module exports, not the module. An object copied between threads loses its contents: import the package that sealed it in this Worker.',
    ],
    ['a promise', Promise.resolve(twice), 'a Promise. Await it first.'],
    ['nothing', undefined, 'undefined. Pass a capsule that holds a C function.'],
  ])('rejects %s', (_, value, problem) => {
    expect(refusal(() => forge.openFunction(value, null, [plain]))).toMatchObject({
      code: 'ERR_CAPSULE_NOT_A_CAPSULE',
      message: `${opening}expected a capsule, found ${problem}`,
    });
  });

  test('rejects a function of another producer if a name is given', () => {
    expect(refusal(() => forge.openFunction(twice, '@forge/thrice', [plain])).message).toBe(
      "Opening '@forge/thrice': expected a capsule named '@forge/thrice', found one named '@forge/twice'. Pass thrice.capsule.",
    );
  });

  test.each<[string, Capsule, string]>([
    ['a table', forge.sealTable(contract('1.0', 'sum')), 'a table'],
    ['a pointer', forge.sealPointer('@forge/content', 1), 'a pointer'],
  ])('rejects %s, which is not a function', (_, capsule, kind) => {
    expect(refusal(() => forge.openFunction(capsule, null, [plain]))).toMatchObject({
      code: 'ERR_CAPSULE_KIND_MISMATCH',
      message: expect.stringMatching(
        `^Opening a C function '@forge/\\w+': expected a capsule that holds a function, found one that holds ${kind}\\.$`,
      ),
    });
  });

  test('rejects a function if a table or a pointer is expected', () => {
    const both = { ...contract('1.0', 'sum'), name: '@forge/twice' };
    for (const [open, kind] of [
      [() => forge.openTable(twice, both), 'a table'],
      [() => forge.openPointer(twice, '@forge/twice'), 'a pointer'],
    ] as const) {
      expect(refusal(open).message).toBe(
        `Opening '@forge/twice': expected a capsule that holds ${kind}, found one that holds a function.`,
      );
    }
  });
});

describe('a function', () => {
  test('has its signature in its label', () => {
    const times = forge.sealFunction('@forge/times', withContext, 'times', { context: 3 });
    expect(inspect(times)).toEqual({
      name: '@forge/times',
      kind: 'function',
      state: 'live',
      signature: withContext,
      file: expect.stringMatching(/forge\.node$/),
    });
    expect(display(times)).toBe("[Capsule '@forge/times': f64(f64,*void)]");
  });

  test('is called with the signature that was found', () => {
    expect(call(twice, 21)).toBe(42);
    const times = forge.sealFunction('@forge/times', withContext, 'times', { context: 3 });
    expect(forge.openFunction(times, '@forge/times', [withContext]).which).toBe(0);
    expect(call(times, 14)).toBe(42);
  });

  test('calls functions that call functions', () => {
    const times = forge.sealFunction('@forge/times', withContext, 'times', { context: 5 });
    const inner = forge.sealComposed(twice, times);
    expect(call(forge.sealComposed(inner, inner), 1)).toBe(100);
  });

  test('opens and calls itself recursively, a hundred levels deep', () => {
    const { capsule, end } = forge.sealRecursive();
    expect(call(capsule, 100)).toBe(5050);
    end();
  });

  test('is called, held and released by several threads at once', () => {
    const times = forge.sealFunction('@forge/times', withContext, 'times', { context: 3 });
    const { hold } = forge.openFunction(forge.sealComposed(twice, times), null, [withContext]);
    expect(forge.callOnThreads(hold, 4, 20_000)).toBe(4 * 20_000 * 6);
    forge.releaseFunction(hold);
  });
});

describe('the context of a function', () => {
  test('is destroyed once, after the last hold and the capsule', async () => {
    forge.destroyedContexts();
    const ended: number[] = [];
    const hold = (() => {
      const capsule = forge.sealFunction('@forge/times', withContext, 'times', { context: 7 });
      return forge.openFunction(capsule, null, [withContext]).hold;
    })();
    await collect(() => forge.destroyedContexts().includes(7));
    expect(forge.callFunction(hold, 6)).toBe(42);
    forge.releaseFunction(hold);
    expect(await collect(() => ended.push(...forge.destroyedContexts()) > 0)).toBe(true);
    expect(ended.filter((context) => context === 7)).toEqual([7]);
  });

  test('is destroyed with the function that holds it for its own calls', async () => {
    const ended: number[] = [];
    (() => {
      const inner = forge.sealFunction('@forge/times', withContext, 'times', { context: 11 });
      expect(call(forge.sealComposed(inner, inner), 1)).toBe(121);
    })();
    expect(await collect(() => ended.push(...forge.destroyedContexts()) > 0 && ended.includes(11))).toBe(true);
    expect(ended.filter((context) => context === 11)).toEqual([11]);
  });

  test('is not held after a rejected open', async () => {
    const ended: number[] = [];
    (() => {
      const capsule = forge.sealFunction('@forge/times', withContext, 'times', { context: 13 });
      expect(() => forge.openFunction(capsule, null, [plain])).toThrow('expected a function f64(f64), found');
    })();
    expect(await collect(() => ended.push(...forge.destroyedContexts()) > 0 && ended.includes(13))).toBe(true);
  });
});
