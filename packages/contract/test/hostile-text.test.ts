import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { parse } from '@babel/parser';
import { callback, constPtr, defineContract, f64, fn, mutPtr, struct } from '@capsule/contract';
import { include_dir } from '@capsule/core';
import { compilerPairs, includes, warnings } from '@capsule/test-support/compilers';
import { fc } from '@capsule/test-support/properties';
import { refusal } from '@capsule/test-support/refusal';
import { posixOnly } from '@capsule/test-support/skip';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { examine } from '../src/doctor/doctor.js';
import { escapeJson, escapeLine, escapeLines } from '../src/escape.js';
import { generateFiles } from '../src/generate/languages.js';
import { print } from '../src/terminal.js';
import { PackageTrees, packageFiles } from './addons.js';
import { about, define, validFn } from './declarations.js';
import { rustProblems } from './external-tools.js';
import { hostileMachO } from './images.js';
import { source, sum, temporaryProject } from './temporary-project.js';

// Tests that foreign text never reaches a terminal or a generated file without escaping.
const scratch = mkdtempSync(join(tmpdir(), 'capsule-'));
const trees = new PackageTrees();
afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
  trees.remove();
});

/** Characters that control a terminal, or that an editor does not show. The output itself has line feeds. */
const hidden = /(?!\n)\p{Cc}|[\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;
/** Text that ends comments and strings, continues lines, hides or reorders text, or controls a terminal. */
const fragments = [
  ...[
    '*/',
    '/*',
    '//',
    '\\',
    '??/',
    '??/\n',
    '\\\n',
    '\\ \n',
    '*\\\n/',
    '"',
    "'",
    '`',
    '\u0024{x}',
    '```',
    '~~~',
    '%s',
    '#',
  ],
  ...['\n', '\r', '\r\n', '\n\n', '\0', '\t', '\u0085', '\u2028', '\u2029', '\ufeff', '\u00ad', '\u200b', '\u180e'],
  ...[
    '\u001b[2J',
    '\u009b31m',
    '\u0007',
    '\u007f',
    '\u202e',
    '\u2066',
    '\u2069',
    '\u200f',
    '\u061c',
    '\ud800',
    '\udc00',
  ],
  ...[
    '\n#error "here"\n',
    '\nint x;\n',
    '\nthrow 1;\n',
    '\ncompile_error!("here");\n',
    'é',
    '🙂',
    '👩‍👩‍👧',
    'constructor',
  ],
];
const hostile = fc.array(fc.oneof(fc.constantFrom(...fragments), fc.string({ unit: 'binary', maxLength: 4 })), {
  maxLength: 12,
});
const text = hostile.map((parts) => parts.join(''));

describe('escaped text has no character that is not visible', () => {
  test('as a line, as lines, and as JSON that means the same', () => {
    fc.assert(
      fc.property(text, text, (value, key) => {
        expect(escapeLine(value)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
        expect(escapeLines(value).replaceAll('\t', '')).not.toMatch(hidden);
        const json = escapeJson({ [`x${key}`]: [value] });
        expect(json).not.toMatch(hidden);
        expect(JSON.parse(json)).toEqual({ [`x${key}`]: [value] });
      }),
      { numRuns: 2000 },
    );
  });

  test('keeps visible characters', () => {
    const visible = 'añ é 漢字 🙂 ❤️ C:\\x "quoted" \'single\' <&> ?? ∑';
    expect(escapeLine(visible)).toBe(visible);
    expect(escapeLine('a\nb\u001b[2J\u202e')).toBe('a\\u{a}b\\u{1b}[2J\\u{202e}');
  });
});

test('prints more lines than a call can have arguments', () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  print(Array.from({ length: 200_000 }, () => 'a\nb'));
  expect(log.mock.calls).toEqual([[`${'a\\u{a}b\n'.repeat(200_000).trimEnd()}`]]);
  log.mockRestore();
});

test('only one file writes to the terminal', () => {
  const root = join(__dirname, '..', 'src');
  const writers = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('ts'))
    // Examples in documentation print.
    .map((file) => [file, readFileSync(join(root, file), 'utf8').replace(/^\s*(\*|\/\/).*$/gm, '')] as const)
    .flatMap(([file, code]) => (/console\.|process\.std(out|err)/.test(code) ? [file] : []));
  expect(writers).toEqual(['terminal.ts']);
});

/** Documentation that a contract accepts: a hidden character is rejected. */
const doc = text.map((value) => `x${value.replace(/(?![\n\r\t\u200c\u200d])[\p{C}\p{Z}]|\p{DI}/gu, ' ')}`);
const types = (value: string) => {
  const pair = struct('pair', { constructor: f64, b: f64 }, { doc: value, fields: { constructor: value } });
  const visit = callback('visit', f64, { x: f64 }, { doc: value, args: { x: value } });
  return { x: constPtr(f64), pair: mutPtr(pair), visit };
};

test('generated files are the same code for any text and any name of the contract file', {
  timeout: 300_000,
}, () => {
  const samples = fc.sample(fc.tuple(doc, text), { numRuns: 60 });
  const expected = generateFiles(contractOf('Text.', 0), 'x.contract.ts');
  const code: string[] = [];
  const rust: string[] = [];
  const exported: unknown[] = [];
  for (const [i, [value, file]] of samples.entries()) {
    const files = generateFiles(contractOf(value, i), file);
    for (const [at, { path, text: generated }] of files.entries()) {
      expect(generated.replaceAll(/[\u200c\u200d]/g, '')).not.toMatch(hidden);
      const target = join(scratch, path);
      mkdirSync(join(target, '..'), { recursive: true });
      writeFileSync(target, generated);
      if (path.endsWith('.d.ts')) {
        const [statements, plain] = [generated, expected[at]?.text ?? ''].map(statementsOf);
        expect(statements?.map((each) => each.replace(/(?<=p)\d+/gi, '0'))).toEqual(plain);
      }
      if (path.endsWith('.cjs')) {
        const module = { exports: {} };
        runInNewContext(generated, { module });
        exported.push({ ...module.exports, name: '' });
      }
      if (path.endsWith('.rs')) rust.push(`pub mod m${i} {\n${generated}\n}`);
      if (path.endsWith('_node.h')) code.push(`#include <${path.slice('include/'.length)}>`);
    }
  }
  for (const each of exported) expect(JSON.stringify(each)).toBe(JSON.stringify(exported[0]));

  const main = join(scratch, 'all.c');
  writeFileSync(main, `${code.join('\n')}\nint main(void);\nint main(void) { return 0; }\n`);
  const flags = [...warnings, '-Wcomment', '-Wtrigraphs', '-trigraphs', '-fsyntax-only', '-Wno-unused-function'];
  for (const [c = '', cxx = ''] of compilerPairs) {
    for (const [compiler, ...language] of [
      [c, '-std=c11', '-x', 'c'],
      [cxx, '-std=c++17', '-x', 'c++'],
    ]) {
      const args = [...language, ...flags, ...includes(join(scratch, 'include'), include_dir), main];
      const { status, stderr } = spawnSync(compiler ?? '', args, { encoding: 'utf8' });
      expect({ compiler, language, status, stderr }).toEqual({ compiler, language, status: 0, stderr: '' });
    }
  }
  // rustfmt does not check the whole file, because the modules in it are not indented.
  expect(rustProblems(scratch, '// Empty.\n', { use: rust.join('\n'), editions: ['2021'] })).toBe('');
});

/** A contract with these texts in every place that has text. */
function contractOf(value: string, i: number) {
  const functions = { dot: fn(f64, types(value), { ...about, doc: value, args: { x: value, pair: value } }) };
  return defineContract(`@acme/p${i}`, '1.0', functions, { doc: value, languages: ['rust', 'ffi'] });
}

/** The statements of a TypeScript file, without comments. */
function statementsOf(code: string): string[] {
  const { program } = parse(code, { sourceType: 'module', plugins: [['typescript', { dts: true }]] });
  return program.body.map(({ start, end }) => code.slice(start ?? 0, end ?? undefined));
}

describe('a contract file', () => {
  const names = ['a\nb', 'a\u2028b', '*', 'a\u202eb', 'a\u001b[2J', 'a??', '\ufeffa', "a'", 'a"', '#a'];
  test.each(names)('may be called %j: code and output are safe', posixOnly, async (name) => {
    using project = temporaryProject({ [`${name}.contract.ts`]: source('1.0', { sum: sum() }) });
    const { status, stdout, stderr } = await project.capsule('generate');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).not.toMatch(hidden);
    const { stdout: checked } = await project.capsule('check');
    expect(checked).not.toMatch(hidden);
    expect(checked.split('\n')).toHaveLength(2);
    expect(project.read('bindings/math.d.ts').match(/^(?!\/\/).+$/gm)?.[0]).toBe(
      "import type { Capsule } from '@capsule/core';",
    );
  });

  test.each([
    [
      'an error with terminal commands',
      `throw new Error('\\u001b[2J\\u009b1m\\u202e\\nnext line')`,
      'Error: \\u{1b}[2J\\u{9b}1m\\u{202e}',
    ],
    ['an error whose name is hostile', `throw Object.assign(new Error('x'), { name: '\\u001b[2J' })`, '\\u{1b}[2J: x'],
    ['an object without a text', 'throw Object.create(null)', 'Error: a value that has no text'],
    ['an object whose text throws', 'throw { toString() { throw 1; } }', 'Error: a value that has no text'],
    [
      'a revoked proxy',
      'const r = Proxy.revocable({}, {}); r.revoke(); throw r.proxy',
      'Error: a value that has no text',
    ],
    [
      'an error whose message is a symbol',
      `throw Object.assign(new Error(), { message: Symbol('x') })`,
      'Error: a value that has no text',
    ],
    ['an error without a stack', `throw Object.assign(new Error('x'), { stack: 1 })`, 'Error: x'],
    ['nothing', 'throw undefined', 'Error: undefined'],
    ['an error of 3 million characters', `throw new Error('x'.repeat(3e6))`, `Error: ${'x'.repeat(1000 - 7)}...`],
    [
      'an error that looks like one of a package',
      `throw Object.assign(new Error('\\u001b[2J\\nneeded by'), { code: 'ERR_CAPSULE_X', expected: '', found: '' })`,
      'Error: \\u{1b}[2J',
    ],
  ])('that throws %s is reported on one line', async (_, code, found) => {
    using project = temporaryProject({ 'math.contract.ts': `${code};\nexport default 1;\n` });
    const { status, stdout, stderr } = await project.capsule('check');
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr.replace(/^math\.contract\.ts(:\d+)?: /, '')).toBe(
      `expected a file that loads, found ${found}${found.endsWith('.') ? '' : '.'}\n`,
    );
  });

  test('is reported without terminal commands if it throws an error with a code of a contract', async () => {
    const code = `throw Object.assign(new Error('\\u001b[2J\\nx'), { code: 'ERR_CONTRACT_X', expected: '', found: '' })`;
    using project = temporaryProject({ 'math.contract.ts': code });
    expect((await project.capsule('check')).stderr).toBe('\\u{1b}[2J\\u{a}x\n');
  });
});

test.each([
  ['throw new Error("\\u001b[2J\\u202e\\nx")', 'one that threw: \\u{1b}[2J\\u{202e}'],
  ['throw Object.create(null)', 'one that threw: a value that has no text'],
  ['exports = module.exports = { get capsule() { throw new Error("\\u001b[2J") } }', 'one that threw: \\u{1b}[2J'],
  ['module.exports = new Proxy({}, { getOwnPropertyDescriptor() { throw 1 } })', 'one that threw: 1'],
])('inspect reports a package with %s on one line', async (code, found) => {
  using project = temporaryProject({ 'x/index.js': code, 'x/package.json': '{}' });
  const { stderr } = await project.capsule('inspect', './x');
  expect(stderr).toBe(`Inspecting './x': expected a package that loads, found ${found}.\n`);
});

test('an unexpected option is printed without terminal commands', () => {
  using project = temporaryProject({});
  expect(project.spawn('check', '--\u001b[2J\u202e').stderr).not.toMatch(hidden);
});

test('the doctor prints no character that is not visible, as text or as JSON', async () => {
  await fc.assert(
    fc.asyncProperty(text, text, text, async (name, version, contract) => {
      const file = `${name.replace(/[/\0]/g, '')}`.slice(0, 60);
      const tree = trees.create(`doctor ${trees.count++}`, {
        ...packageFiles('', `x${name}`, version, hostileMachO(contract)),
        'node_modules/y/package.json': { name: `y\nfits: ${name}` },
        ...(process.platform === 'win32' ? {} : { [`node_modules/y/${file}.node`]: 'no binary' }),
      });
      using project = temporaryProject({});
      for (const options of [[], ['--json']]) {
        const { stdout, stderr } = await project.capsule('doctor', tree, ...options);
        expect(stdout + stderr).not.toMatch(hidden);
        if (options.length > 0) expect(JSON.parse(stdout)).toEqual(JSON.parse(JSON.stringify(examine(tree))));
      }
    }),
    { numRuns: 60 },
  );
});

test('a line end in a name does not forge a line of the report', async () => {
  const tree = trees.create('forged', {
    ...packageFiles('', 'app\n\nconsumers\n  app opens @acme/math 1.0: fits', '1.0.0\n', 'no binary'),
    'CMakeLists.txt': '',
    'package.json': { name: 'app\n\nconsumers\n  app opens', dependencies: { '@capsule/core': '*' } },
  });
  using project = temporaryProject({});
  const { stdout } = await project.capsule('doctor', tree);
  expect(stdout).toContain('Looking for the addon of app\\u{a}\\u{a}consumers\\u{a}  app opens: expected');
  expect(stdout.split('\n')).not.toContain('consumers');
});

describe('names that every object inherits', () => {
  const inherited = Object.getOwnPropertyNames(Object.prototype);
  test.each(inherited)('%s is rejected, or accepted as a function, an argument, a field and a type', (name) => {
    const accepted = name === 'constructor';
    const pair = () => struct(name, { a: f64 }, { doc: 'x' });
    const cases: (() => Record<string, unknown>)[] = [
      () => Object.fromEntries([[name, validFn]]),
      () => ({ sum: fn(f64, Object.fromEntries([[name, f64]]), about) }),
      () => ({ sum: fn(f64, { x: constPtr(pair()) }, about) }),
      () => ({ sum: fn(f64, { x: constPtr(struct('s', Object.fromEntries([[name, f64]]), { doc: 'x' })) }, about) }),
      () => ({ sum: fn(f64, { x: callback(name, f64, Object.fromEntries([[name, f64]]), { doc: 'x' }) }, about) }),
    ];
    for (const functions of cases) {
      if (accepted) expect(generateFiles(define(functions()), 'x.ts').length).toBeGreaterThan(0);
      else expect(refusal(() => define(functions())).code).toBe('ERR_CONTRACT_NAME_UNUSABLE');
    }
  });

  test('a contract with these names is generated, frozen and checked', async () => {
    const type = `struct('constructor', { constructor: f64 }, { doc: 'One.', fields: { constructor: 'a value' } })`;
    const visit = `callback('visit', f64, { constructor: f64 }, { doc: 'Called.' })`;
    const all = (fields: string) =>
      source('1.0', {
        constructor: `fn(f64, { constructor: constPtr(${type.replace('{ constructor: f64 }', fields)}), visit: ${visit} }, { since: '1.0', thread: 'any', doc: 'x' })`,
      }).replace('});\n', "}, { languages: ['rust', 'ffi'] });\n");
    using project = temporaryProject({ 'math.contract.ts': all('{ constructor: f64 }') });
    for (const command of ['generate', 'freeze', 'check'])
      expect(await project.capsule(command)).toMatchObject({ status: 0, stderr: '' });
    expect(project.read('include/math/math.h')).toContain('     constructor   a value');
    project.write('math.contract.ts', all('{ constructor: i32 }'));
    expect((await project.capsule('check')).stderr).toContain(
      'struct constructor: expected { constructor: f64 }, as frozen in 1.0, found { constructor: i32 }.',
    );
    // A shipped struct that is missing now must not be compared with an inherited property.
    project.write('math.contract.ts', source('1.0', { constructor: sum() }));
    expect((await project.capsule('check')).stderr).not.toContain('struct constructor');
  });
});
