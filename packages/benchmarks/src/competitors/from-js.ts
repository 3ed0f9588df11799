// biome-ignore-all lint/style/noNonNullAssertion: every index is less than the length.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { loadAddon } from '@capsule/core';
import * as stats from '@capsule/stats';
import { do_not_optimize } from 'mitata';
import { producer } from '../capsule.js';
import { type Competitor, type Data, Missing, ofOne, type Prepared, theirs } from '../harness/competitor.js';

// The ways from JavaScript to an addition and to a mean. One is loaded in each process.

type Add = (a: number, b: number) => number;
type Mean = (x: Float64Array) => number;

/** Every sum feeds the next, so that no call can be left out. */
function adding(add: Add): (data: Data) => Prepared {
  return () => ({
    batch: (count) => {
      let value = 0;
      for (let i = 0; i < count; i++) value = add(value, 1);
      do_not_optimize(value);
    },
  });
}

/** Of one array, again and again; and of one made for each call, as code does that computes its samples. */
function averaging(mean: Mean): Competitor['functions'] {
  return {
    mean: ofOne(mean),
    'mean, fresh array': ofOne((x) => mean(new Float64Array(x))),
  };
}

function jit(): Competitor {
  const mean: Mean = (x) => {
    let sum = 0;
    for (let i = 0; i < x.length; i++) sum += x[i]!;
    return sum / x.length;
  };
  return { functions: { add: adding((a, b) => a + b), ...averaging(mean) } };
}

interface Crossing {
  rawMean: Mean;
  add: Add;
  mean: Mean;
}

function raw(): Competitor {
  const { rawMean } = loadAddon<Crossing>(__dirname, 'crossing');
  return { functions: { add: adding(producer.add), ...averaging(rawMean) } };
}

function nodeAddonApi(): Competitor {
  const { add, mean } = loadAddon<Crossing>(__dirname, 'crossing');
  return { functions: { add: adding(add), ...averaging(mean) } };
}

/** Through this package: with its checks, its short way, and fastmath's kernels behind a capsule. */
function capsule(): Competitor {
  return { functions: averaging(stats.mean) };
}

/** What is used of it here; the types of Node leave it to those of browsers. */
declare const WebAssembly: {
  instantiate(binary: Uint8Array): Promise<{ instance: { exports: unknown } }>;
};

interface Wasm {
  memory: { buffer: ArrayBuffer; grow(pages: number): number };
  add: Add;
  /** Address in its memory, and how many. */
  mean(at: number, n: number): number;
}

async function wasm(copy: boolean): Promise<Competitor> {
  const { module: wabt, version } = await theirs<() => Promise<Wabt>>('wabt');
  const { buffer } = (await wabt()).parseWat('mean.wat', wat).toBinary({});
  const { instance } = await WebAssembly.instantiate(buffer);
  const { memory, add, mean } = instance.exports as Wasm;
  memory.grow(16);
  const inside = new Float64Array(memory.buffer);
  const copied: Mean = (x) => {
    inside.set(x);
    return mean(0, x.length);
  };
  if (copy) return { version, functions: averaging(copied) };
  const within = ({ n, x, y }: Data): Prepared => {
    inside.set(x);
    return ofOne(() => mean(0, x.length))({ n, x, y });
  };
  return { version, functions: { add: adding(add), mean: within } };
}

interface Wabt {
  parseWat(name: string, text: string): { toBinary(options: object): { buffer: Uint8Array<ArrayBuffer> } };
}

/** A mean in 8 lanes, of a multiple of 8 values. */
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

/** The addon's own file, which exports its C functions by name too. */
const binary = join(__dirname, '..', '..', 'build', 'Release', 'crossing.node');

async function koffi(): Promise<Competitor> {
  const { module, version } = await theirs<{ load(file: string): { func(signature: string): Add & Mean } }>('koffi');
  const library = module.load(binary);
  const add: Add = library.func('double crossing_add(double a, double b)');
  const mean = library.func('double crossing_mean(const double *x, size_t n)') as unknown as Counted;
  return { version, functions: { add: adding(add), ...averaging((x) => mean(x, x.length)) } };
}

type Counted = (x: Float64Array, n: number) => number;

/** Node's own, where this Node has it: 26, behind --experimental-ffi. */
function nodeFfi(): Competitor {
  const ffi = nodeModule<Ffi>('node:ffi');
  const { functions } = ffi.dlopen(binary, {
    crossing_add: { arguments: ['f64', 'f64'], return: 'f64' },
    crossing_mean: { arguments: ['buffer', 'u64'], return: 'f64' },
  });
  const mean = functions.crossing_mean as (x: Float64Array, n: bigint) => number;
  const add = functions.crossing_add as Add;
  return { functions: { add: adding(add), ...averaging((x) => mean(x, BigInt(x.length))) } };
}

interface Ffi {
  dlopen(file: string, symbols: object): { functions: Record<'crossing_add' | 'crossing_mean', unknown> };
}

function nodeModule<Module>(name: string): Module {
  try {
    return createRequire(__filename)(name);
  } catch {
    throw new Missing(`this Node has no ${name}`);
  }
}

/** @param way - which one */
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
      return capsule();
    default:
      throw new Missing(`nobody knows the way '${way}'`);
  }
}
