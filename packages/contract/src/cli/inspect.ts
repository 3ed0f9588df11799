import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { type Capsule, type CapsuleLabel, capsuleError, inspect } from '@capsule/core';
import { widest } from '../model/values.js';
import { readPackage } from '../project/files.js';
import { print, printJson, watchForeignCode } from '../terminal.js';
import { describeThrown } from '../thrown.js';

/** Loads a package and prints the label of the capsule that it exports. */
export function inspectPackage(name: string, options: { json?: boolean }): void {
  const label = inspect(load(name));
  if (options.json) printJson(label);
  else print(describe(label));
}

/** Loads the package as code in the current folder would, and returns the capsule that it exports. */
function load(name: string): Capsule {
  const operation = `Inspecting '${name}'`;
  // The export follows the last colon, as in capsule_import of core.
  const [, specifier = name, key = 'capsule'] = /^(.+):([A-Za-z_$][\w$]*)$/s.exec(name) ?? [];
  const [require, file] = find(operation, specifier);
  const exported = loadExport(operation, () => require(file), key);
  if (exported.length > 0) return exported[0] as Capsule;
  throw capsuleError(TypeError, 'ERR_CAPSULE_EXPORT_MISSING', operation, {
    expected: `the export '${key}'`,
    found: 'a package without it',
  });
}

/** Loads a package and reads one export. Returns a list with it, or an empty list if there is no such export. */
function loadExport(operation: string, load: () => unknown, key: string): unknown[] {
  const rejected = (found: string, parts: { cause?: unknown } = {}) =>
    capsuleError(Error, 'ERR_CAPSULE_PACKAGE_THREW', operation, { expected: 'a package that loads', found, ...parts });
  const threw = (cause: unknown) => rejected(`one that threw: ${describeThrown(cause, false)}`, { cause });
  const stopWatching = watchForeignCode({ ended: rejected('one that ended the process'), threw });
  try {
    const exported = load();
    // Inherited properties, such as `constructor`, are not exports.
    const isOwn = exported !== null && exported !== undefined && Object.hasOwn(exported, key);
    return isOwn ? [(exported as Record<string, unknown>)[key]] : [];
  } catch (cause) {
    throw threw(cause);
  } finally {
    stopWatching();
  }
}

/** Resolves a package by its name, then by the path of its folder. */
function find(operation: string, specifier: string): [require: NodeJS.Require, file: string] {
  let cause: unknown;
  for (const [from, id] of [[process.cwd(), specifier] as const, selfReference(resolve(specifier))]) {
    const require = createRequire(join(from, 'package.json'));
    try {
      return [require, require.resolve(id)];
    } catch (error) {
      cause ??= error;
    }
  }
  throw capsuleError(Error, 'ERR_CAPSULE_PACKAGE_NOT_FOUND', operation, {
    expected: `a package that can be imported from ${process.cwd()}`,
    found: 'none',
    advice: 'Run this in the folder of a package that depends on it, or give the path of its folder.',
    cause,
  });
}

/** The specifier by which a package imports itself: its name if it has `exports`, else its path. */
function selfReference(folder: string): readonly [from: string, id: string] {
  try {
    const { name, exports } = readPackage(folder) ?? {};
    return [folder, exports !== undefined && typeof name === 'string' ? name : folder];
  } catch {
    return [folder, folder];
  }
}

function describe(label: CapsuleLabel): string[] {
  if (label.kind !== 'table') return [`${label.name}: ${contents(label)}`, `  sealed by ${label.file}`];
  const names = widest(label.functions.map((fn) => fn.name));
  const signatures = Math.min(100, widest(label.functions.map((fn) => fn.signature)));
  return [
    `${label.name} ${label.version}${label.variant === undefined ? '' : `, variant ${label.variant}`}`,
    `  sealed by ${label.file}`,
    ...label.functions.map(
      (fn) =>
        `  ${fn.name.padEnd(names)}  ${fn.signature.padEnd(signatures)}  since ${fn.since}${fn.retired ? ', retired' : ''}`,
    ),
  ];
}

function contents(label: Exclude<CapsuleLabel, { kind: 'table' }>): string {
  const state = label.state === 'live' ? '' : `, ${label.state}`;
  switch (label.kind) {
    case 'pointer':
      return `a pointer${state}`;
    case 'function':
      return `a function ${label.signature}${state}`;
    case 'data':
      return `${label.dtype}${label.shape.map((n) => `[${n}]`).join('')}${label.readOnly ? ', read-only' : ''}${state}`;
  }
}
