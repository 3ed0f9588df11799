// The examples of C and C++ in the reference, which lie in site/reference: they compile as C11 and as C++17, and do what
// the pages say. That no declaration lacks an example is checked on the pages: site.test.ts.
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { include_dir, inspect } from '@capsule/core';
import { capsule, createVector } from '@capsule/fastmath';
import { createStats, map, reduce } from '@capsule/stats';
import { root, run, runScript } from '@capsule/test-support/child-process';
import { compilerPairs, includes, warnings } from '@capsule/test-support/compilers';
import { refusal } from '@capsule/test-support/refusal';
import { describe, expect, test } from 'vitest';

const require = createRequire(import.meta.url);
const { examples, square, larger } = require('@example/reference');
const native = join(root, 'site', 'reference', 'native');
const sources = readdirSync(native).filter((name) => name.endsWith('.c'));

describe.each(compilerPairs)('with %s and %s', (cc, cxx) => {
  const folders = includes(include_dir, join(root, 'packages', 'fastmath', 'include'));
  const compile = (command: string, ...options: string[]) => {
    const { status, stderr } = run(command, [...options, '-fsyntax-only', ...warnings, ...folders]);
    expect(stderr).toBe('');
    expect(status).toBe(0);
  };

  test.each(sources)('%s compiles as C11', (name) => compile(cc, '-std=c11', join(native, name)));

  // Designated initializers, with which a producer fills its table, are not in C++17.
  test.each(sources.filter((name) => name !== 'table.c'))('%s compiles as C++17', (name) =>
    compile(cxx, '-std=c++17', '-x', 'c++', join(native, name)),
  );
});

describe('the examples of capsule.h', () => {
  test('seal and open a table', () => {
    const table = examples.seal_adder();
    expect(examples.open_adder(table)).toBe(3);
    expect(refusal(() => examples.open_adder({}))).toMatchObject({ code: 'ERR_CAPSULE_NOT_A_CAPSULE' });
  });

  test('seal, open, hold, carry and release a pointer', () => {
    const counter = examples.seal_counter();
    expect([examples.count(counter), examples.count(counter)]).toEqual([1, 2]);
    expect(examples.keep(counter)).toBe(2);
    const carried = examples.carry();
    expect(carried).not.toBe(counter);
    expect(examples.count(carried)).toBe(3);
    examples.forget();
    expect(examples.count(counter)).toBe(4);
  });

  test('take a pointer, which no consumer opens afterwards', () => {
    const counter = examples.seal_counter();
    expect(examples.check(counter)).toBe('none');
    expect(examples.take(counter)).toBe(1);
    expect(examples.check(counter)).toBe('ERR_CAPSULE_TAKEN');
  });

  test('revoke a pointer', () => {
    const counter = examples.seal_counter();
    examples.revoke(counter);
    expect(examples.check(counter)).toBe('ERR_CAPSULE_REVOKED');
  });

  test('import a capsule, and read labels', () => {
    expect(examples.import_fastmath()).toBe(capsule);
    expect(examples.import_major()).toBe(25);
    expect(examples.name_of(capsule)).toBe('@capsule/fastmath');
    expect(examples.check({})).toBe('ERR_CAPSULE_NOT_A_CAPSULE');
  });
});

test('the examples of abi.h read the structs', () => {
  expect(examples.is_live_pointer(examples.seal_counter())).toBe(1);
  expect(examples.is_live_pointer(capsule)).toBe(0);
  expect(examples.count_retired(capsule)).toBe(0);
  expect(examples.bytes_to_write(examples.seal_matrix())).toBe(48);
  expect(examples.count_values(examples.seal_matrix())).toBe(1);
  expect(examples.copy_name(capsule)).toBe('@capsule/fastmath'.length);
});

test('the examples of capsule_function.h seal functions that stats calls', () => {
  expect(examples.call_with_3(square)).toBe(9);
  expect(map([1, 2, 3], square)).toEqual(Float64Array.of(1, 4, 9));
  expect(reduce([3, 8, 5], larger, 0)).toBe(8);
});

test('the examples of capsule_owned.h seal contents with a size, and end them', () => {
  const plan = examples.seal_plan();
  expect(examples.finish(plan)).toBe(1);
  expect(inspect(plan)).toMatchObject({ state: 'disposed' });
  const lookup = examples.seal_lookup();
  expect(examples.call_with_3(lookup)).toBe(0);
  expect(map([2], lookup)).toEqual(Float64Array.of(0.5));
  examples.finish(lookup);
  expect(refusal(() => map([2], lookup))).toMatchObject({ code: 'ERR_CAPSULE_DISPOSED' });
  expect(refusal(() => examples.finish(capsule))).toMatchObject({ code: 'ERR_CAPSULE_NOT_OWNED' });
});

test('the examples of capsule_instance.h and capsule_instance.hpp call one contract that two states implement', () => {
  const tally = examples.seal_tally();
  expect([examples.add_twice(tally), examples.AddTwoAndThree(tally)]).toEqual([3, 8]);
  expect([examples.AddTwoAndThree(examples.SealProduct()), examples.add_twice(examples.SealProduct())]).toEqual([6, 2]);
  expect(() => examples.AddTwoAndThree(square)).toThrow("expected an instance of '@example/tally'");
});

test('the examples of capsule_data.h and capsule_dlpack.h pass a matrix', () => {
  const matrix = examples.seal_matrix();
  expect(examples.sum(matrix)).toBe(15);
  expect(examples.count_rows(matrix)).toBe(2);
  expect(examples.clear(matrix)).toBe(48);
  expect(examples.sum(examples.reseal(examples.seal_matrix()))).toBe(15);
  expect(() => examples.sum(square)).toThrow('expected a capsule that holds data');
});

test('the examples of capsule_arrow.h pass columns, streams and device arrays', () => {
  const column = {
    [Symbol.for('arrow.c.array')]: () => examples.seal_column(),
    [Symbol.for('arrow.c.stream')]: () => examples.seal_stream(),
    [Symbol.for('arrow.c.schema')]: () => examples.seal_column()[0],
  };
  expect(examples.sum_of_column(column)).toBe(9);
  expect(() => examples.sum_of_column([1, 2, 6])).toThrow("with the method [Symbol.for('arrow.c.array')]");
  expect(examples.bytes_of_schema(examples.schema_of(column))).toBe(8);
  expect(examples.length_of_array(examples.seal_array())).toBe(3);
  expect(examples.count_streamed(column)).toBe(6);
  const stream = examples.seal_stream();
  expect(examples.count_stream_of(stream)).toBe(6);
  expect(refusal(() => examples.count_stream_of(stream)).code).toBe('ERR_CAPSULE_TAKEN');
  expect(examples.length_on_host(examples.seal_device_array())).toBe(3);
  expect(() => examples.reseal_device_stream(examples.seal_stream())).toThrow(
    "expected a capsule named 'arrow_device_array_stream'",
  );
});

test('the examples of capsule.hpp use handles', () => {
  expect(examples.CallDoubler(examples.SealDoubler())).toBe(42);
  expect(() => examples.CallDoubler(capsule)).toThrow("'@example/doubler'");
  expect(examples.SizeOfWidget(examples.SealWidget())).toBe(4);
  expect(examples.Dimensions(createVector(2))).toBe(1);
  expect(examples.SumOfFastmath(capsule)).toBe(6.5);
});

test('the examples of fastmath_node.h open and seal the table', () => {
  expect(examples.dot_of_open(capsule)).toBe(14);
  expect(examples.dot_of_import()).toBe(14);
  const counted = examples.seal_counted(capsule);
  expect(createStats(counted).mean(new Float64Array(1000).fill(2))).toBe(2);
  expect(examples.count_calls()).toBeGreaterThan(0);
  expect(examples.count_since_1_1()).toBe(23);
});

test('the examples of fastmath.h have the results that they assert', () => {
  expect(examples.sum_of_older(capsule)).toBe(1.3);
  expect(examples.count_functions()).toBe(30);
  expect(examples.sum_of_plain()).toBe(6.5);
  // A failed assertion aborts the process.
  const script = "require('@example/reference').examples.run_kernels(require('@capsule/fastmath').capsule)";
  expect(runScript(script)).toMatchObject({ status: 0, signal: null, stderr: '' });
});
