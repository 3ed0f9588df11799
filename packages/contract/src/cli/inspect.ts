import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type Capsule, type CapsuleLabel, capsuleError, inspect } from '@capsule/core';

/** Prints what is written on the envelope that a package exports, as it is loaded here and now. */
export function inspectPackage(name: string, options: { json?: boolean }): void {
  const label = inspect(load(name));
  console.log(options.json ? JSON.stringify(label, undefined, 2) : describe(label));
}

/** The capsule, found from the current folder as this folder's own code would find it. */
function load(name: string): Capsule {
  const [specifier = '', key = 'capsule'] = name.split(':');
  const require = createRequire(join(process.cwd(), 'package.json'));
  try {
    require.resolve(specifier);
  } catch (cause) {
    throw capsuleError(Error, 'ERR_CAPSULE_PACKAGE_NOT_FOUND', `Inspecting '${name}'`, {
      expected: `a package that can be imported from ${process.cwd()}`,
      found: 'none',
      advice: 'Run this in the folder of a package that depends on it.',
      cause,
    });
  }
  const found = require(specifier)[key];
  if (found !== undefined) return found;
  throw capsuleError(TypeError, 'ERR_CAPSULE_EXPORT_MISSING', `Inspecting '${name}'`, {
    expected: `the export '${key}'`,
    found: 'a package without it',
  });
}

function describe(label: CapsuleLabel): string {
  if (label.kind === 'pointer') return `${label.name}: a pointer\n  sealed by ${label.file}`;
  const widest = Math.max(...label.functions.map((fn) => fn.name.length));
  const signatures = Math.max(...label.functions.map((fn) => fn.signature.length));
  return [
    `${label.name} ${label.version}${label.variant === undefined ? '' : `, variant ${label.variant}`}`,
    `  sealed by ${label.file}`,
    ...label.functions.map(
      (fn) => `  ${fn.name.padEnd(widest)}  ${fn.signature.padEnd(signatures)}  since ${fn.since}`,
    ),
  ].join('\n');
}
