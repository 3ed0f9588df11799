// biome-ignore-all lint/style/noNonNullAssertion: every index is less than the length.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { loadAddon } from '@capsule/core';
import * as stats from '@capsule/stats';
import { do_not_optimize } from 'mitata';
import { producer } from '../capsule.js';
import { type Competitor, type Data, importPackage, Missing, ofSample, type Prepared } from '../harness/competitor.js';

// Different ways to call an addition and a mean from JavaScript. Each process loads one of them.

type Add = (a: number, b: number) => number;
type Mean = (x: Float64Array) => number;

/** Each sum feeds the next, so that no call can be removed. */
function additions(add: Add): (data: Data) => Prepared {
  return () => ({
    batch: (count) => {
      let value = 0;
      for (let i = 0; i < count; i++) value = add(value, 1);
      do_not_optimize(value);
    },
  });
}

/** Two benchmarks: the mean of the same array in every call, and of a new array in each call. */
function means(mean: Mean): Competitor['functions'] {
  return {
    mean: ofSample(mean),
    'mean, fresh array': ofSample((x) => mean(new Float64Array(x))),
  };
}

function jit(): Competitor {
  const mean: Mean = (x) => {
    let sum = 0;
    for (let i = 0; i < x.length; i++) sum += x[i]!;
    return sum / x.length;
  };
  return { functions: { add: additions((a, b) => a + b), ...means(mean) } };
}

interface Addon {
  rawMean: Mean;
  add: Add;
  mean: Mean;
}

function raw(): Competitor {
  const { rawMean } = loadAddon<Addon>(__dirname, 'from_js');
  return { functions: { add: additions(producer.add), ...means(rawMean) } };
}

function nodeAddonApi(): Competitor {
  const { add, mean } = loadAddon<Addon>(__dirname, 'from_js');
  return { functions: { add: additions(add), ...means(mean) } };
}

/** Calls @capsule/stats, with its checks, its JavaScript fast path, and the kernels of fastmath through a capsule. */
function throughStats(): Competitor {
  return { functions: means(stats.mean) };
}

/** The part of WebAssembly that is used here, because the types of Node do not declare it. */
declare const WebAssembly: {
  instantiate(binary: Uint8Array): Promise<{ instance: { exports: unknown } }>;
};

interface Wasm {
  memory: { buffer: ArrayBuffer; grow(pages: number): number };
  add: Add;
  /** Takes an address in the memory of the module, and the number of values. */
  mean(at: number, n: number): number;
}

async function wasm(copy: boolean): Promise<Competitor> {
  const { module: wabt, version } = await importPackage<() => Promise<Wabt>>('wabt');
  const { buffer } = (await wabt()).parseWat('mean.wat', wat).toBinary({});
  const { instance } = await WebAssembly.instantiate(buffer);
  const { memory, add, mean } = instance.exports as Wasm;
  memory.grow(16);
  const inside = new Float64Array(memory.buffer);
  const copied: Mean = (x) => {
    inside.set(x);
    return mean(0, x.length);
  };
  if (copy) return { version, functions: means(copied) };
  const within = ({ n, x, y }: Data): Prepared => {
    inside.set(x);
    return ofSample(() => mean(0, x.length))({ n, x, y });
  };
  return { version, functions: { add: additions(add), mean: within } };
}

interface Wabt {
  parseWat(name: string, text: string): { toBinary(options: object): { buffer: Uint8Array<ArrayBuffer> } };
}

/** A mean in 8 lanes. n is a multiple of 8. */
const wat = `(module
  (memory (export "memory") 1)
  (func (export "add") (param f64 f64) (result f64) (f64.add (local.get 0) (local.get 1)))
  (func (export "mean") (param $at i32) (param $n i32) (result f64)
    (local $end i32) (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (local.set $end (i32.add (local.get $at) (i32.shl (local.get $n) (i32.const 3))))
    (loop $next
      (local.set $a (f64x2.add (local.get $a) (v128.load (local.get $at))))
      (local.set $b (f64x2.add (local.get $b) (v128.load offset=16 (local.get $at))))
      (local.set $c (f64x2.add (local.get $c) (v128.load offset=32 (local.get $at))))
      (local.set $d (f64x2.add (local.get $d) (v128.load offset=48 (local.get $at))))
      (br_if $next (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 64))) (local.get $end))))
    (local.set $a (f64x2.add (f64x2.add (local.get $a) (local.get $c)) (f64x2.add (local.get $b) (local.get $d))))
    (f64.div
      (f64.add (f64x2.extract_lane 0 (local.get $a)) (f64x2.extract_lane 1 (local.get $a)))
      (f64.convert_i32_u (local.get $n)))))`;

/** The addon also exports its C functions by name. */
const binary = join(__dirname, '..', '..', 'build', 'Release', 'from_js.node');

async function koffi(): Promise<Competitor> {
  const { module, version } = await importPackage<{ load(file: string): { func(signature: string): Add & Mean } }>(
    'koffi',
  );
  const library = module.load(binary);
  const add: Add = library.func('double from_js_add(double a, double b)');
  const mean = library.func('double from_js_mean(const double *x, size_t n)') as unknown as PointerMean;
  return { version, functions: { add: additions(add), ...means((x) => mean(x, x.length)) } };
}

type PointerMean = (x: Float64Array, n: number) => number;

/** The FFI of Node 26, which needs --experimental-ffi. */
function nodeFfi(): Competitor {
  const ffi = nodeModule<Ffi>('node:ffi');
  const { functions } = ffi.dlopen(binary, {
    from_js_add: { arguments: ['f64', 'f64'], return: 'f64' },
    from_js_mean: { arguments: ['buffer', 'u64'], return: 'f64' },
  });
  const mean = functions.from_js_mean as (x: Float64Array, n: bigint) => number;
  const add = functions.from_js_add as Add;
  return { functions: { add: additions(add), ...means((x) => mean(x, BigInt(x.length))) } };
}

interface Ffi {
  dlopen(file: string, symbols: object): { functions: Record<'from_js_add' | 'from_js_mean', unknown> };
}

function nodeModule<Module>(name: string): Module {
  try {
    return createRequire(__filename)(name);
  } catch {
    throw new Missing(`this Node has no ${name}`);
  }
}

/** @param way - a competitor of the suite from-js */
export async function load(way: string): Promise<Competitor> {
  switch (way) {
    case 'jit':
      return jit();
    case 'wasm':
      return wasm(false);
    case 'wasm-copy':
      return wasm(true);
    case 'raw':
      return raw();
    case 'node-addon-api':
      return nodeAddonApi();
    case 'koffi':
      return koffi();
    case 'node-ffi':
      return nodeFfi();
    case 'stats':
      return throughStats();
    default:
      throw new Missing(`unknown way '${way}'`);
  }
}
