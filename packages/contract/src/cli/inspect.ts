import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { type Capsule, type CapsuleLabel, capsuleError, inspect, isCapsule } from '@capsule/core';
import { widest } from '../model/values.js';
import { readPackage } from '../project/files.js';
import { print, printJson, watchForeignCode } from '../terminal.js';
import { describeThrown } from '../thrown.js';

/**
 * Loads a package and prints the label of the capsule that it exports; if it offers several majors of a contract, as
 * text, those of all.
 */
export function inspectPackage(name: string, options: { json?: boolean }): void {
  const [first, ...majors] = load(name);
  const label = inspect(first);
  if (options.json) printJson(label);
  else print([label, ...otherMajors(label, majors)].flatMap(describe));
}

/** The labels of the tables of a label's name that have another version, without repetitions. */
function otherMajors(label: CapsuleLabel, values: readonly unknown[]): CapsuleLabel[] {
  if (label.kind !== 'table') return [];
  const labels = values.flatMap((value) => (isCapsule(value) ? [inspect(value)] : []));
  const byVersion = new Map([label, ...labels].reverse().map((each) => ['version' in each ? each.version : '', each]));
  return [...byVersion.values()]
    .reverse()
    .filter((each) => each.kind === 'table' && each.name === label.name && each.version !== label.version);
}

/**
 * Loads the package as code in the current folder would. Returns the capsule that it exports, and what it exports as
 * `capsule_v1`, `capsule_v2` and so on.
 */
function load(name: string): [Capsule, ...unknown[]] {
  const operation = `Inspecting '${name}'`;
  // The export follows the last colon, as in capsule_import of core.
  const [, specifier = name, key = 'capsule'] = /^(.+):([A-Za-z_$][\w$]*)$/s.exec(name) ?? [];
  const [require, file] = find(operation, specifier);
  const exported = loadExport(operation, () => require(file), key);
  if (exported.length > 0) return exported as [Capsule, ...unknown[]];
  throw capsuleError(TypeError, 'ERR_CAPSULE_EXPORT_MISSING', operation, {
    expected: `the export '${key}'`,
    found: 'a package without it',
  });
}

/** Loads a package and reads an export, then those of the majors. Returns an empty list if there is none. */
function loadExport(operation: string, load: () => unknown, key: string): unknown[] {
  const rejected = (found: string, parts: { cause?: unknown } = {}) =>
    capsuleError(Error, 'ERR_CAPSULE_PACKAGE_THREW', operation, { expected: 'a package that loads', found, ...parts });
  const threw = (cause: unknown) => rejected(`one that threw: ${describeThrown(cause, false)}`, { cause });
  const stopWatching = watchForeignCode({ ended: rejected('one that ended the process'), threw });
  try {
    const exported = load();
    // Inherited properties, such as `constructor`, are not exports.
    if (exported === null || exported === undefined) return [];
    const isMajor = (other: string) => other.startsWith(key) && /^_v(0|[1-9]\d*)$/.test(other.slice(key.length));
    const keys = [...(Object.hasOwn(exported, key) ? [key] : []), ...Object.keys(exported).filter(isMajor)];
    return keys.map((each) => (exported as Record<string, unknown>)[each]);
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
