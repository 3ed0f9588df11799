import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import vm from 'node:vm';
import { include_dir, isCapsuleError } from '@capsule/core';
import { compilerPairs, includes, warnings } from '@capsule/test-support/compilers';
import { fc, runs } from '@capsule/test-support/properties';
import { forge } from '@forge/core';
import { afterAll, expect, test } from 'vitest';
import { defineContract } from '../src/define-contract.js';
import { header } from '../src/generate/c-header.js';
import { cppHeader } from '../src/generate/cpp.js';
import { ffiDefinitions } from '../src/generate/ffi.js';
import { camelCase } from '../src/generate/js-call.js';
import { scriptHeader } from '../src/generate/js-header.js';
import { scriptModule } from '../src/generate/js-module.js';
import { checkScriptNames } from '../src/generate/js-names.js';
import { generateFiles } from '../src/generate/languages.js';
import { nodeHeader } from '../src/generate/node-header.js';
import { promiseText } from '../src/generate/promise-header.js';
import { checkPromiseNames, promiseModule } from '../src/generate/promise-module.js';
import { rustModule } from '../src/generate/rust.js';
import { pascalCase } from '../src/generate/text.js';
import { typeDeclarations } from '../src/generate/typescript.js';
import { callsOf } from '../src/model/call.js';
import { type Contract, type Fn, fn } from '../src/model/contract.js';
import * as meant from '../src/model/meant-types.js';
import { declare, signature } from '../src/model/signature.js';
import * as types from '../src/model/types.js';
import { minorOf, targetMinor } from '../src/model/version.js';
import type { Project } from '../src/project/contract-project.js';
import { rejectConflict } from '../src/project/majors.js';
import type { ContractSource } from '../src/project/source.js';
import { formatted, rustProblems } from './external-tools.js';
import { trapped } from './generated-addon.js';

// Every valid contract must compile in C and C++ after common system headers, and core must accept its signatures.
const scratch = mkdtempSync(join(tmpdir(), 'capsule-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
const flags = [...warnings, '-fsyntax-only'];
const paths = includes(join(scratch, 'include'), include_dir);
const systemHeaders = ['assert', 'complex', 'ctype', 'errno', 'limits', 'math', 'signal', 'stdio', 'stdlib', 'time'];

/** Ordinary names, and names that C already uses. Contracts with the latter must be rejected, or compile. */
const name = fc.oneof(
  { weight: 9, arbitrary: fc.stringMatching(/^[a-z][a-z0-9]{0,9}(_[a-z0-9]{1,9}){0,2}$/) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      ...'min max api node open errno int detail isnan isalpha st_atime xor math acme y0 env value std'.split(' '),
    ),
  },
);
/** Text that would end a comment, or cause a compiler warning. */
const doc = fc
  .array(
    fc.oneof(
      fc.constantFrom('*/', '/*', '//', '\\', '\\\n', '??/', '??/\n', '**//**', '"', '\r\n\r\n', '%s', 'é', '🙂'),
      fc.string(),
    ),
  )
  .map((words) => `x${words.join(' ')}`);

const scalar = fc.constantFrom(
  ...Object.values(types).filter((type): type is types.Scalar => typeof type === 'object' && type.kind === 'scalar'),
);
/** Pointers of up to three levels. */
const pointerTo = (to: fc.Arbitrary<types.Pointer['to']>) =>
  fc
    .tuple(to, fc.array(fc.boolean(), { minLength: 1, maxLength: 3 }))
    .map(([type, consts]) =>
      consts.reduce<types.Pointer['to']>(
        (inner, isConst) => (isConst ? types.constPtr(inner) : types.mutPtr(inner)),
        type,
      ),
    ) as fc.Arbitrary<types.Pointer>;
const plainPointer = pointerTo(fc.oneof(scalar, fc.constant(types.nothing)));

const record = <T>(value: fc.Arbitrary<T>, minLength: number) =>
  fc.uniqueArray(fc.tuple(name, value), { minLength, maxLength: 5, selector: ([key]) => key }).map(Object.fromEntries);
/** Text about the first of several parts. */
const first = (parts: object, text: string) => ({ [Object.keys(parts)[0] ?? '']: text });
const struct = (value: fc.Arbitrary<types.Argument>) =>
  fc
    .tuple(name, record(value, 1), doc)
    .map(([key, fields, text]) => types.struct(key, fields, { doc: text, fields: first(fields, text) }));
const opaque = fc.tuple(name, doc).map(([key, text]) => types.opaque(key, { doc: text }));
/** Callbacks with these types as arguments and results. */
const callback = (value: fc.Arbitrary<types.Argument>) =>
  fc
    .tuple(name, fc.oneof(value, fc.constant(types.nothing)), record(value, 0), doc)
    .map(([key, result, args, text]) => types.callback(key, result, args, { doc: text, args: first(args, text) }));

/** Named types that use each other: a struct with a callback, which takes a pointer to an opaque struct. */
const shared = fc
  .tuple(struct(fc.oneof(scalar, plainPointer)), opaque)
  .chain((made) => {
    const value = fc.oneof(scalar, plainPointer, pointerTo(fc.constantFrom(...made)));
    return fc.tuple(callback(value), callback(fc.oneof(value, callback(value)))).map((more) => [made, more] as const);
  })
  .chain(([made, callbacks]) => {
    const holder = struct(fc.oneof(scalar, fc.constantFrom(...callbacks), pointerTo(fc.constantFrom(...made))));
    return holder.map((type) => ({ callbacks, behind: [...made, ...callbacks, type] }));
  });

const functions = shared.chain(({ callbacks, behind }) => {
  const pointer = fc.oneof(plainPointer, pointerTo(fc.constantFrom(...behind)));
  const args = record(fc.oneof(scalar, pointer, fc.constantFrom(...callbacks)), 0);
  const result = fc.oneof(scalar, pointer, fc.constantFrom(...callbacks), fc.constant(types.nothing));
  const one = fc.tuple(result, args, doc).map(([resultType, argumentTypes, text]) => {
    const about = { since: '1.0', thread: 'any', doc: text } as const;
    return fn(resultType, argumentTypes, {
      ...about,
      args: Object.fromEntries(Object.keys(argumentTypes).map((key) => [key, text])),
    });
  });
  return record(one, 1) as fc.Arbitrary<Record<string, Fn>>;
});

const number = scalar.filter(({ name: key }) => key !== 'bool');
const integer = number.filter(({ name: key }) => !key.startsWith('f'));
const failure = fc.record({
  code: fc.stringMatching(/^[A-Z][A-Z0-9]{0,9}(_[A-Z0-9]{1,9})?$/),
  expected: doc,
  found: doc,
});
/** Arrays of a length that is argument n, and arrays of a constant length. */
const arrayArgument = fc
  .tuple(
    fc.constantFrom(meant.array, meant.mutArray, meant.outArray),
    number,
    fc.constantFrom<string | number>('n', 'n', 'n + 1', 'n - 2', 3),
    fc.constantFrom<'mayOverlap' | 'apartFrom' | undefined>('mayOverlap', 'apartFrom', undefined),
  )
  .map(([make, element, length, rule]) => ({ make, element, length, rule }));

type ArrayParts = typeof arrayArgument extends fc.Arbitrary<infer Parts> ? Parts : never;

/** Functions whose arguments and results have meanings. */
const meantFunctions = fc
  .tuple(
    struct(scalar),
    opaque.filter(({ name: key }) => !/^(table|span|error|result)$/.test(key)),
  )
  .chain(
    ([
      filled,
      {
        name: handleName,
        about: { doc: handleDoc },
      },
    ]) => {
      const handle = types.opaque(handleName, { doc: handleDoc, end: 'end_it' });
      const value = fc.oneof(number.map(meant.out), fc.constant(meant.out(filled)), scalar);
      const result = fc.oneof(
        scalar,
        fc.constant(types.nothing),
        fc.constant(meant.owned(handle)),
        fc.tuple(integer, failure).map(([type, of]) => meant.status(type, { 1: of })),
        failure.map((of) => meant.status(types.bool, { false: of })),
      );
      const arraysOf = record(arrayArgument, 0) as fc.Arbitrary<Record<string, ArrayParts>>;
      const parts = fc.tuple(result, integer, arraysOf, record(value, 0), fc.boolean(), doc);
      const one = parts.map(([resultType, length, arrays, values, takesHandle, text]) => {
        const [first] = Object.keys(arrays);
        const made = Object.entries(arrays).map(([key, { make, element, length: of, rule }]) => {
          const rules = rule === undefined || first === undefined || key === first ? {} : { [rule]: first };
          return [key, make(element, of, rules as never)];
        });
        const args = {
          ...(takesHandle && { handle: types.mutPtr(handle) }),
          ...Object.fromEntries(made),
          ...values,
          n: length,
        };
        const about = { since: '1.0', thread: takesHandle ? 'handle' : 'any', doc: text } as const;
        return fn(resultType, args, {
          ...about,
          requires: ['n >= 1', 'n != 0.5', 'n < 120'] as never,
          assumes: ['x is sorted'],
        });
      });
      const end = fn(types.nothing, { handle: types.mutPtr(handle) }, { since: '1.0', thread: 'any', doc: 'Ends it.' });
      return record(one, 1).map((list) => ({ ...list, end_it: end })) as fc.Arbitrary<Record<string, Fn>>;
    },
  );

type Binding = NonNullable<Fn['about']['javascript']>;
type Bindings = Record<string, NonNullable<Binding['args']>[string]>;
/** Names of options and functions in JavaScript, some of which generated code uses. */
const scriptName = fc.oneof(
  fc.stringMatching(/^[a-z][A-Za-z0-9]{0,9}$/),
  fc.constantFrom('call', 'options', 'signal', 'args', 'native', 'places', 'then', 'toString', 'arguments', 'n'),
);
const choicesOf = <Value>(value: fc.Arbitrary<Value>) =>
  fc.dictionary(scriptName, value, { minKeys: 2, maxKeys: 3, noNullPrototype: true });
const bindingParts = fc.record({
  name: fc.option(scriptName),
  text: doc,
  hasTexts: fc.boolean(),
  newResults: fc.boolean(),
  result: fc.nat(9),
  numbers: fc.boolean(),
  ascending: fc.boolean(),
  indices: fc.option(fc.record({ name, element: fc.constantFrom(types.usize, types.isize, types.f64) })),
  strided: fc.array(fc.tuple(name, number), { maxLength: 2 }),
  counted: fc.option(name),
  place: fc.option(name),
  flag: fc.option(fc.tuple(name, scriptName, choicesOf(fc.boolean()))),
  level: fc.option(fc.tuple(name, scriptName, choicesOf(fc.double({ noNaN: true, noDefaultInfinity: true })))),
  bound: fc.option(fc.tuple(fc.constantFrom('<', '<=', '>', '>='), fc.constantFrom('infinity', '4', '-1.5', 'n'))),
});

type BindingParts = typeof bindingParts extends fc.Arbitrary<infer Parts> ? Parts : never;

/** Adds arguments that only make sense with a binding, and the binding: `javascript` with everything that it can have. */
function withBinding({ result, args, about }: Fn, parts: BindingParts): Fn {
  const meaningOf = (type: types.Argument) => (type.kind === 'callback' ? undefined : type.meaning?.kind);
  const isOwned = result.kind === 'pointer' && result.meaning?.kind === 'owned';
  const input = Object.keys(args).find((key) => meaningOf(args[key] as types.Argument) === 'array');
  const bindings: Bindings = {};
  const more: Record<string, types.Argument> = {};
  const add = (key: string, type: types.Argument, binding?: Bindings[string]) => {
    if (Object.hasOwn(args, key) || Object.hasOwn(more, key)) return;
    more[key] = type;
    if (binding !== undefined) bindings[key] = binding;
  };
  if (parts.indices !== null) {
    const { name: key, element } = parts.indices;
    const isIndex = element === types.usize && input !== undefined;
    add(key, meant.array(element, 'some'), {
      ...(parts.numbers && { numbers: true }),
      ...(parts.ascending && { ascending: true }),
      ...(isIndex && { index: input }),
    });
    add('some', types.usize);
    if (!isOwned) add('of_some', meant.outArray(types.f64, 'some'));
  }
  for (const [i, [key, element]] of parts.strided.entries()) {
    add(key, types.constPtr(element), { stride: `${'abc'[i]}_stride`, count: 'steps' });
    add(`${'abc'[i]}_stride`, types.isize);
    add('steps', types.usize);
  }
  if (parts.counted !== null && parts.strided.length > 0 && !isOwned)
    add(parts.counted, meant.outArray(types.f32, 'steps'));
  if (parts.place !== null && input !== undefined && !isOwned)
    add(parts.place, meant.out(types.usize), { index: input });
  if (parts.flag !== null) add(parts.flag[0], types.bool, { option: parts.flag[1], choices: parts.flag[2] });
  if (parts.level !== null) add(parts.level[0], types.f64, { option: parts.level[1], choices: parts.level[2] });
  const all = { ...args, ...more };
  const written = Object.keys(all).filter((key) => /^out/.test(meaningOf(all[key] as types.Argument) ?? ''));
  const failures = result.kind === 'scalar' && result.meaning?.kind === 'status' ? result.meaning.failures : undefined;
  const wanted = parts.result < written.length ? written[parts.result] : undefined;
  const javascript: Binding = {
    ...(parts.name !== null && { name: parts.name }),
    ...(parts.hasTexts && { doc: parts.text, returns: parts.text, hint: parts.text, example: 'f(1); // 2' }),
    ...(parts.newResults && { newResults: true }),
    ...(wanted !== undefined && { result: wanted }),
    ...(parts.bound !== null && {
      requires: [{ that: `n ${parts.bound[0]} ${parts.bound[1]}`, code: 'BOUND', expected: parts.text }],
    }),
    ...(failures !== undefined && parts.hasTexts && { failures }),
    args: bindings,
  };
  return { result, args: all, about: { ...about, javascript } };
}

/** The same, with bindings in JavaScript. */
const boundFunctions = meantFunctions.chain((list) =>
  fc
    .array(bindingParts, { minLength: Object.keys(list).length, maxLength: Object.keys(list).length })
    .map((parts) =>
      Object.fromEntries(
        Object.entries(list).map(([key, each], i) => [
          key,
          key === 'end_it' ? each : withBinding(each, parts[i] as BindingParts),
        ]),
      ),
    ),
);

/** A contract, or undefined if it was rejected with a code. */
function define(...args: Parameters<typeof defineContract>): Contract | undefined {
  try {
    return defineContract(...args);
  } catch (error) {
    if (isCapsuleError(error) && error.code.startsWith('ERR_CONTRACT_')) return undefined;
    throw error;
  }
}

/** A version, and functions that were added by several minors; the first is retired if possible. */
function grow(
  list: Record<string, Fn>,
  minors: readonly number[],
  major = 1,
): [version: string, list: Record<string, Fn>] {
  const sorted = minors.slice(0, Object.keys(list).length).toSorted();
  const latest = sorted.at(-1) ?? 0;
  const grown = Object.entries(list).map(([key, { about, ...types }], i) => {
    const retired = i === 0 && sorted[0] !== latest ? { retired: `${major}.${latest}` } : {};
    return [key, { ...types, about: { ...about, since: `${major}.${sorted[i]}`, ...retired } }] as const;
  });
  return [`${major}.${latest}`, Object.fromEntries(grown)];
}

/** C code that declares each function that a producer sets, and calls each function of a table. */
function calls(contract: Contract): string {
  const { prefix, functions: list } = contract;
  const target = targetMinor(contract);
  const declarations = `#define DECLARE_${prefix}(name) ${prefix}_##name##_fn implementation_of_${prefix}_##name;
    ${prefix.toUpperCase()}_FUNCTIONS(DECLARE_${prefix})\n`;
  const each = list
    .map(({ name: key, result, args, about }) => {
      const parameters = Object.values(args).map((type, i) => declare(type, `a${i}`, prefix));
      const declaration = declare(
        result,
        `use_${prefix}_${key}(${[`const ${prefix}_api *table`, ...parameters].join(', ')})`,
        prefix,
      );
      const isMember = about.retired === undefined && minorOf(about.since) <= target;
      const got = isMember ? `table->${key}` : `${prefix.toUpperCase()}_GET(table, ${key})`;
      const call = `(${got})(${parameters.map((_, i) => `a${i}`).join(', ')})`;
      return `${declaration};\n${declaration} { ${result.kind === 'nothing' ? '' : 'return '}${call}; }\n`;
    })
    .join('');
  return declarations + each;
}

/** Whether a contract can be expressed in a language. */
function isExpressed(check: (contract: Contract) => void, contract: Contract): boolean {
  try {
    check(contract);
    return true;
  } catch (error) {
    if (isCapsuleError(error)) return false;
    throw error;
  }
}

/** Writes the C side of the functions in JavaScript, if there are any; returns the directive that includes it. */
function script(declared: Contract, folder: string): string {
  const contract = { ...declared, languages: ['javascript', 'promises'] } as Contract;
  if (!isExpressed(checkScriptNames, contract)) return '';
  const promises = isExpressed(checkPromiseNames, contract) ? promiseText(contract) : undefined;
  const text = scriptHeader(promises === undefined ? declared : contract, 'any.contract.ts', promises);
  writeFileSync(join(folder, `${contract.prefix}_functions.h`), text);
  return `#include <${contract.prefix}/${contract.prefix}_functions.h>\n`;
}

const core = createRequire(__filename);
/** The exports of the CommonJS modules of a contract. */
function load(text: string, modules: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const exports: Record<string, unknown> = {};
  const run = vm.compileFunction(text, ['require', 'exports']);
  run((name: string) => modules[name] ?? core(name), exports);
  return exports;
}

/**
 * Calls every function and promise, on native functions that reject all arguments: each finds out why, or says that it
 * cannot.
 */
function runModules(contract: Contract, hasPromises: boolean): void {
  const { prefix } = contract;
  const native = { capsule: {} };
  const { calls: list, handles } = callsOf(contract, 'javascript');
  for (const { fn: of, binding } of list) {
    const key = binding.name ?? camelCase(of.name);
    Object.defineProperty(native, key, { value: () => undefined });
    Object.defineProperty(native, `start_${key}`, { value: () => undefined });
  }
  const functions = load(scriptModule(contract, 'any.contract.ts'), {});
  const created = (functions['createFunctions'] as (from: object) => Record<string, () => unknown>)(native);
  expect(Object.keys(created)).toHaveLength(list.length + handles.length);
  const isUsual = (error: unknown) => expect(isCapsuleError(error), String((error as Error).stack)).toBe(true);
  const classes = handles.map(({ type }) => pascalCase(type.name));
  const values = [undefined, 1, true, 2n, Symbol('s'), new Float64Array(3), [1], {}, trapped, { signal: undefined }];
  const call = (f: (...args: unknown[]) => unknown, value: unknown) => f(...Array(f.length).fill(value));
  for (const [key, f] of Object.entries(created)) {
    if (classes.includes(key)) continue;
    for (const value of values) {
      try {
        call(f, value);
        expect.unreachable(key);
      } catch (error) {
        isUsual(error);
      }
    }
  }
  if (!hasPromises) return;
  const later = load(promiseModule(contract, 'any.contract.ts'), { [`./${prefix}.functions.cjs`]: functions });
  const promises = (later['createPromises'] as (from: object) => Record<string, () => Promise<unknown>>)(native);
  for (const f of Object.values(promises))
    for (const value of values) started.push(Promise.resolve(call(f, value)).then(() => expect.unreachable(), isUsual));
}

/** What has to be awaited at the end of a test. */
const started: Promise<unknown>[] = [];

const minors = fc.array(fc.nat(2), { minLength: 5, maxLength: 5 });
const noMinors = minors.map((each) => each.map(() => 0));

test.each([
  { title: 'without meanings', list: functions, minors, addon: undefined },
  { title: 'with meanings', list: meantFunctions, minors: noMinors, addon: undefined },
  { title: 'with bindings in JavaScript', list: boundFunctions, minors: noMinors, addon: 'dist/native.js' },
])('every valid contract $title compiles without warnings', { timeout: 300_000 }, async (kind) => {
  fc.assert(
    fc.property(name, kind.list, doc, kind.minors, (last, list, text, versions) => {
      const contract = define(`@acme/${last}`, ...grow(list, versions), {
        doc: text,
        languages: ['cpp', 'rust', 'ffi'],
        ...(kind.addon !== undefined && { addon: kind.addon }),
      });
      fc.pre(contract !== undefined); // a rejected contract is not counted as a run
      const { prefix } = contract;
      for (const each of contract.functions) forge.sealFunction('@acme/any', signature(each), 'twice');
      const folder = join(scratch, 'include', prefix);
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, `${prefix}.h`), header(contract, 'any.contract.ts'));
      writeFileSync(join(folder, `${prefix}_node.h`), nodeHeader(contract, 'any.contract.ts'));
      writeFileSync(join(folder, `${prefix}.hpp`), cppHeader(contract, 'any.contract.ts'));
      const file = join(scratch, 'any.c');
      const headers = [...systemHeaders.map((each) => `${each}.h`), `${prefix}/${prefix}_node.h`];
      const included = headers.map((each) => `#include <${each}>\n`).join('');
      const wrappers = `#ifdef __cplusplus\n#include <${prefix}/${prefix}.hpp>\n#endif\n${script(contract, folder)}`;
      writeFileSync(file, `${included}${wrappers}${calls(contract)}`);
      expect(rustProblems(scratch, rustModule(contract, 'any.contract.ts'), { editions: ['2021'] })).toBe('');
      const definitions = ffiDefinitions(contract, 'any.contract.ts');
      expect(formatted(definitions)).toBe(definitions);
      const declarations = typeDeclarations(contract, 'any.contract.ts');
      expect(formatted(declarations, 'any.d.ts')).toBe(declarations);
      for (const [c = '', cxx = ''] of compilerPairs) {
        for (const command of [
          [c, '-std=c11', '-x', 'c'],
          [cxx, '-std=c++17', '-x', 'c++'],
        ]) {
          const [compiler = '', ...options] = command;
          const { status, stderr } = spawnSync(compiler, [...options, ...flags, ...paths, file], {
            encoding: 'utf8',
          });
          expect({ command, status, stderr }).toEqual({ command, status: 0, stderr: '' });
        }
      }
    }),
    { numRuns: runs(5) },
  );
  await Promise.all(started.splice(0));
});

test('functions and promises of every valid contract reject arguments with a code', { timeout: 300_000 }, async () => {
  fc.assert(
    fc.property(name, boundFunctions, doc, (last, list, text) => {
      const declared = define(`@acme/${last}`, '1.0', list, { doc: text, languages: ['javascript'] });
      fc.pre(declared !== undefined); // without compilers there is time for many
      const contract = { ...declared, languages: ['javascript', 'promises'] } as Contract;
      runModules(contract, isExpressed(checkPromiseNames, contract));
    }),
    { numRuns: runs(60) },
  );
  await Promise.all(started.splice(0));
});

/** Writes the generated headers of a contract, and returns them as a project. */
function writeHeaders(contract: Contract): Project {
  const generated = generateFiles(contract, 'any.contract.ts').map(({ path, text }) => ({
    file: join(scratch, path),
    text,
  }));
  for (const { file, text } of generated) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return { contract, source: { file: contract.prefix } as ContractSource, generated, recordFile: '' };
}

/** Whether both contracts can be in one folder. */
function fitTogether(one: Project, other: Project): boolean {
  try {
    rejectConflict(one, other);
    return true;
  } catch (error) {
    if (isCapsuleError(error)) return false;
    throw error;
  }
}

/** Compiles a text as C and as C++ with every compiler. */
function compiles(text: string, ...more: string[]): void {
  const file = join(scratch, 'both.c');
  writeFileSync(file, text);
  for (const [c = '', cxx = ''] of compilerPairs) {
    for (const [compiler, ...options] of [
      [c, '-std=c11', '-x', 'c'],
      [cxx, '-std=c++17', '-x', 'c++'],
    ] as const) {
      const { status, stderr } = spawnSync(compiler, [...options, ...more, ...flags, ...paths, file], {
        encoding: 'utf8',
      });
      expect({ compiler, status, stderr }).toEqual({ compiler, status: 0, stderr: '' });
    }
  }
}

const anyFunctions = fc.oneof(functions, meantFunctions);
test('two majors of one name compile together, as consumers with any target and as a producer', {
  timeout: 300_000,
}, () => {
  fc.assert(
    fc.property(name, anyFunctions, anyFunctions, minors, minors, fc.nat(2), (last, one, two, from, to, target) => {
      const options = (version: string) => {
        const [major, minor] = version.split('.').map(Number);
        return { languages: ['cpp', 'rust'] as const, target: `${major}.${Math.min(target, minor ?? 0)}` };
      };
      const [version, list] = grow(one, from);
      const [later, laterList] = grow(two, to, 2);
      const first = define(`@acme/${last}`, version, list, options(version));
      fc.pre(first !== undefined);
      const second = define(`@acme/${last}`, later, laterList, { ...options(later), prefix: `${first.prefix}_v2` });
      fc.pre(second !== undefined);
      const projects = [first, second].map(writeHeaders) as [Project, Project];
      fc.pre(fitTogether(...projects));
      const both = [first, second];
      const headers = both.map(({ prefix }) => `#include <${prefix}/${prefix}_node.h>\n`).join('');
      const wrappers = both.map(({ prefix }) => `#include <${prefix}/${prefix}.hpp>\n`).join('');
      compiles(`${headers}#ifdef __cplusplus\n${wrappers}#endif\n${both.map(calls).join('')}`);
      const scripts = both.map((each) => script(each, join(scratch, 'include', each.prefix))).join('');
      compiles(
        `${scripts}${headers}${both.map((each) => calls({ ...each, target: `${each.major}.${each.minor}` })).join('')}`,
        ...both.map(({ prefix }) => `-D${prefix.toUpperCase()}_PRODUCER`),
      );
      writeFileSync(join(scratch, 'second.rs'), rustModule(second, 'any.contract.ts'));
      const use = 'pub mod second {\n    include!("second.rs");\n}\n';
      for (const { prefix, minor } of [{ prefix: '', minor: 0 }, ...both]) {
        const raised = prefix === '' ? [] : ['--cfg', `${prefix}_target_minor="${minor}"`];
        const known = ['--check-cfg', 'cfg(docsrs,test)', ...raised];
        expect(
          rustProblems(scratch, rustModule(first, 'any.contract.ts'), { use, editions: ['2021'], flags: known }),
        ).toBe('');
      }
    }),
    { numRuns: runs(2) },
  );
});
