import { spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { include_dir } from '@capsule/core';
import { compilerPairs, includes, warnings } from '@capsule/test-support/compilers';
import { expect } from 'vitest';
import { type TemporaryProject, temporaryProject } from './temporary-project.js';

export type Call = (...args: unknown[]) => unknown;
type Functions = Readonly<Record<string, Call>>;

/** A temporary project with a contract and its addon, built. */
export interface GeneratedAddon {
  readonly project: TemporaryProject;
  readonly native: Functions;
  readonly functions: Functions;
  readonly promises: Readonly<Record<string, (...args: unknown[]) => Promise<unknown>>>;
}

/** Generates and compiles the addon of a contract in a folder of this one. */
export async function generatedAddon(folder: string, prefix: string, sources: string[]): Promise<GeneratedAddon> {
  const file = `${prefix}.contract.ts`;
  const project = temporaryProject({
    'package.json': `{ "name": "@acme/${prefix}" }`,
    [file]: readFileSync(join(__dirname, folder, file), 'utf8'),
  });
  try {
    return await build(project, folder, prefix, sources);
  } catch (error) {
    project[Symbol.dispose]();
    throw error;
  }
}

async function build(
  project: TemporaryProject,
  folder: string,
  prefix: string,
  sources: readonly string[],
): Promise<GeneratedAddon> {
  const { status, stderr } = await project.capsule('generate');
  if (status !== 0) throw new Error(stderr);
  for (const source of sources) copyFileSync(join(__dirname, folder, source), join(project.folder, source));
  const [[c = 'cc'] = []] = compilerPairs;
  const dynamic = process.platform === 'darwin' ? ['-undefined', 'dynamic_lookup'] : [];
  const flags = ['-std=gnu11', '-O1', '-DNAPI_VERSION=9', ...warnings, ...includes('include', include_dir)];
  const options = [...flags, '-shared', '-fPIC', ...dynamic, ...sources, '-o', `${prefix}.node`];
  const compiled = spawnSync(c, options, { cwd: project.folder, encoding: 'utf8' });
  if (compiled.status !== 0) throw new Error(compiled.stderr);
  const require = createRequire(join(project.folder, 'x.js'));
  const native = require(`./${prefix}.node`);
  const { createFunctions } = require(`./bindings/${prefix}.functions.cjs`);
  const { createPromises } = require(`./bindings/${prefix}.promises.cjs`);
  return { project, native, functions: createFunctions(native), promises: createPromises(native) };
}

/** The error of a call or of a promise: its class, and what a program may read of it. */
export async function failure(action: () => unknown): Promise<unknown> {
  try {
    await action();
  } catch (error) {
    const { code, message, expected, found } = error as Error & Record<string, unknown>;
    return { type: (error as Error).constructor.name, code, message, expected, found };
  }
  throw new Error('expected an error, found none');
}

/** An object that fails the test if any of its code runs. */
export const trapped = {
  get length() {
    return expect.unreachable();
  },
  valueOf: () => expect.unreachable(),
  toString: () => expect.unreachable(),
  [Symbol.iterator]: () => expect.unreachable(),
  [Symbol.toPrimitive]: () => expect.unreachable(),
  get [Symbol.toStringTag]() {
    return expect.unreachable();
  },
};
