import { createRequire } from 'node:module';
import { join } from 'node:path';
import { inspect, isCapsule } from '@capsule/core';
import * as imported from '@capsule/fastmath';
import { configuration } from '@capsule/test-support/child-process';
import { refusal } from '@capsule/test-support/refusal';
import { expect, test } from 'vitest';
import { variants } from './addon.js';
import { run } from './child.js';
import { forge } from './forge/index.js';

const { capsule } = imported;

test('rejects the module instead of the capsule', () => {
  expect(refusal(() => forge.keep(imported as never))).toMatchObject({ code: 'ERR_CAPSULE_NOT_A_CAPSULE' });
});

test('has the label of contract 1.1', () => {
  expect(isCapsule(capsule, '@capsule/fastmath')).toBe(true);
  expect(inspect(capsule)).toEqual({
    name: '@capsule/fastmath',
    kind: 'table',
    file: join(__dirname, '..', 'build', configuration, 'fastmath.node'),
    version: '1.1',
    variant: process.env['FASTMATH_CPU'] || variants[0],
    functions: [
      { name: 'sum', signature: 'f64(*f64,usize)', since: '1.0' },
      { name: 'dot', signature: 'f64(*f64,*f64,usize)', since: '1.0' },
      { name: 'min_max', signature: 'void(*f64,usize,*f64,*f64)', since: '1.0' },
      { name: 'moments', signature: 'void(*f64,usize,*{usize,f64,f64,f64,f64})', since: '1.0' },
      { name: 'comoments', signature: 'void(*f64,*f64,usize,*{usize,f64,f64,f64,f64,f64})', since: '1.0' },
      { name: 'axpy', signature: 'void(f64,*f64,*f64,usize)', since: '1.0' },
      { name: 'scale', signature: 'void(f64,*f64,usize)', since: '1.0' },
      { name: 'sum_exact', signature: 'f64(*f64,usize)', since: '1.1' },
      { name: 'arg_min_max', signature: 'void(*f64,usize,*usize,*usize)', since: '1.1' },
      { name: 'add', signature: 'void(*f64,*f64,*f64,usize)', since: '1.1' },
      { name: 'subtract', signature: 'void(*f64,*f64,*f64,usize)', since: '1.1' },
      { name: 'multiply', signature: 'void(*f64,*f64,*f64,usize)', since: '1.1' },
      { name: 'divide', signature: 'void(*f64,*f64,*f64,usize)', since: '1.1' },
      { name: 'abs', signature: 'void(*f64,*f64,usize)', since: '1.1' },
      { name: 'sqrt', signature: 'void(*f64,*f64,usize)', since: '1.1' },
      { name: 'cumsum', signature: 'void(*f64,*f64,usize)', since: '1.1' },
      { name: 'widen_f32', signature: 'void(*f32,*f64,usize)', since: '1.1' },
      { name: 'sort', signature: 'void(*f64,usize)', since: '1.1' },
      { name: 'select', signature: 'bool(*f64,usize,*usize,usize,*f64)', since: '1.1' },
      { name: 'rank', signature: 'bool(*f64,usize,*f64)', since: '1.1' },
      { name: 'search_sorted', signature: 'void(*f64,usize,*f64,usize,bool,*usize)', since: '1.1' },
      { name: 'histogram', signature: 'usize(*f64,usize,f64,f64,usize,*usize)', since: '1.1' },
      { name: 'moments_weighted', signature: 'void(*f64,*f64,usize,*{usize,f64,f64,f64,f64})', since: '1.1' },
      { name: 'gather', signature: 'void(*f64,isize,*f64,usize)', since: '1.1' },
      { name: 'sum_strided', signature: 'f64(*f64,isize,usize)', since: '1.1' },
      { name: 'dot_strided', signature: 'f64(*f64,isize,*f64,isize,usize)', since: '1.1' },
      { name: 'min_max_strided', signature: 'void(*f64,isize,usize,*f64,*f64)', since: '1.1' },
      {
        name: 'moments_strided',
        signature: 'void(*f64,isize,usize,*{usize,f64,f64,f64,f64})',
        since: '1.1',
      },
      {
        name: 'comoments_strided',
        signature: 'void(*f64,isize,*f64,isize,usize,*{usize,f64,f64,f64,f64,f64})',
        since: '1.1',
      },
      { name: 'deviations', signature: 'void(*f64,usize,*{usize,f64,f64})', since: '1.1' },
    ],
  });
});

test('import and require return the same object', () => {
  const required: typeof imported = createRequire(__filename)('@capsule/fastmath');
  expect(required.capsule).toBe(capsule);
  const names =
    `abs add argMinMax axpy capsule comoments comomentsStrided createVector cumsum deviations divide dot dotStrided gather
    histogram minMax minMaxStrided moments momentsStrided momentsWeighted multiply rank scale searchSorted select sort
    sqrt subtract sum sumExact sumStrided threads widen`.split(/\s+/);
  expect(Object.keys(required).sort()).toEqual(names);
  expect(
    Object.keys(imported)
      .filter((name) => name !== 'default' && name !== 'module.exports')
      .sort(),
  ).toEqual(names);
});

test('opens, and C calls its functions', () => {
  forge.keep(capsule);
  expect(forge.sumKept(Float64Array.of(1, 2, 4))).toBe(7);
});

test('opens in a Worker, and its table outlives the only Worker that loaded it', () => {
  const file = JSON.stringify(join(__dirname, 'forge', 'build', configuration, 'forge.node'));
  const script = `
    const { Worker } = require('node:worker_threads');
    const forge = require(${file});
    const worker = new Worker(\`
      const { capsule } = require('@capsule/fastmath');
      require(${file}).keep(capsule);
    \`, { eval: true });
    worker.on('exit', () => setTimeout(() => console.log(forge.sumKept(Float64Array.of(1, 2, 4))), 50));
  `;
  expect(run(script)).toMatchObject({ status: 0, stdout: '7\n' });
});
