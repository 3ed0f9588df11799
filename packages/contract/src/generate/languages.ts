import { capsuleError } from '@capsule/core';
import { checkInstanceLanguages } from '../model/check-instance.js';
import type { Contract } from '../model/contract.js';
import { isList, list, quote } from '../model/values.js';
import { header } from './c-header.js';
import { checkCppNames, cppHeader } from './cpp.js';
import { ffiDefinitions } from './ffi.js';
import { scriptHeader } from './js-header.js';
import { scriptModule } from './js-module.js';
import { checkScriptNames } from './js-names.js';
import {
  promisePackage,
  promisePackageModule,
  promisePackageTypes,
  scriptPackage,
  scriptPackageLoader,
  scriptPackageLoading,
  scriptPackageModule,
  scriptPackageTypes,
} from './js-package.js';
import { scriptModuleTypes } from './js-types.js';
import { nodeHeader } from './node-header.js';
import { hasPromises } from './promise-call.js';
import { promiseText } from './promise-header.js';
import { checkPromiseNames, promiseModule } from './promise-module.js';
import { promiseModuleTypes, promiseTypes } from './promise-types.js';
import { checkRustNames, rustModule } from './rust.js';
import { typeDeclarations } from './typescript.js';

/** A file that is generated. */
interface Output {
  readonly path: (prefix: string) => string;
  readonly generate: (contract: Contract, source: string) => string;
  /** The name by which a contract requests the file. A file without a name is always generated. */
  readonly language?: string;
  /** Rejects a contract that this language cannot express. */
  readonly check?: (contract: Contract) => void;
  /** Whether only a contract that names the module of its addon has the file. */
  readonly needsAddon?: boolean;
}

/** Every file that can be generated. A language is one entry here and one file in this folder. */
const outputs = [
  { path: (prefix) => `include/${prefix}/${prefix}.h`, generate: header },
  { path: (prefix) => `include/${prefix}/${prefix}_node.h`, generate: nodeHeader },
  { path: (prefix) => `bindings/${prefix}.d.ts`, generate: typeDeclarations },
  { language: 'cpp', path: (prefix) => `include/${prefix}/${prefix}.hpp`, generate: cppHeader, check: checkCppNames },
  {
    language: 'javascript',
    path: (prefix) => `include/${prefix}/${prefix}_functions.h`,
    generate: (contract, source) =>
      scriptHeader(contract, source, hasPromises(contract) ? promiseText(contract) : undefined),
    check: checkScriptNames,
  },
  { language: 'javascript', path: (prefix) => `bindings/${prefix}.functions.cjs`, generate: scriptModule },
  { language: 'javascript', path: (prefix) => `bindings/${prefix}.functions.d.cts`, generate: scriptModuleTypes },
  { language: 'javascript', path: (prefix) => `bindings/${prefix}.js`, generate: scriptPackage, needsAddon: true },
  {
    language: 'javascript',
    path: (prefix) => `bindings/${prefix}.load.cjs`,
    generate: scriptPackageLoader,
    needsAddon: true,
  },
  {
    language: 'javascript',
    path: (prefix) => `bindings/${prefix}.load.mjs`,
    generate: scriptPackageLoading,
    needsAddon: true,
  },
  {
    language: 'javascript',
    path: (prefix) => `bindings/${prefix}.mjs`,
    generate: scriptPackageModule,
    needsAddon: true,
  },
  {
    language: 'javascript',
    path: (prefix) => `bindings/${prefix}.d.mts`,
    generate: scriptPackageTypes,
    needsAddon: true,
  },
  {
    language: 'promises',
    path: (prefix) => `bindings/${prefix}.promises.cjs`,
    generate: promiseModule,
    check: checkPromiseNames,
  },
  { language: 'promises', path: (prefix) => `bindings/${prefix}.promises.d.cts`, generate: promiseModuleTypes },
  { language: 'promises', path: (prefix) => `bindings/${prefix}.promises.d.ts`, generate: promiseTypes },
  {
    language: 'promises',
    path: (prefix) => `bindings/${prefix}.promises.js`,
    generate: promisePackage,
    needsAddon: true,
  },
  {
    language: 'promises',
    path: (prefix) => `bindings/${prefix}.promises.mjs`,
    generate: promisePackageModule,
    needsAddon: true,
  },
  {
    language: 'promises',
    path: (prefix) => `bindings/${prefix}.promises.d.mts`,
    generate: promisePackageTypes,
    needsAddon: true,
  },
  { language: 'rust', path: (prefix) => `bindings/${prefix}.rs`, generate: rustModule, check: checkRustNames },
  { language: 'ffi', path: (prefix) => `bindings/${prefix}.ffi.cjs`, generate: ffiDefinitions },
] as const satisfies readonly Output[];

/**
 * A language that is generated on request: `cpp`, `javascript`, `promises` of the functions in JavaScript, `rust`, or
 * `ffi` for JavaScript's foreign function interfaces.
 *
 * @example
 * ```ts
 * import type { Language } from '@capsule/contract';
 *
 * const languages: Language[] = ['rust', 'ffi'];
 * console.log(languages.length); // 2
 * ```
 */
export type Language = Extract<(typeof outputs)[number], { language: string }>['language'];

const all: readonly Output[] = outputs;
const languages = [...new Set(all.flatMap(({ language }) => language ?? []))];

const isRequested = ({ language, needsAddon }: Output, contract: Contract) =>
  (language === undefined || contract.languages.includes(language)) && !(needsAddon && contract.addon === undefined);

/** Rejects unknown languages, and a contract that a requested language cannot express. */
export function checkLanguages(contract: Contract): void {
  const chosen: unknown = contract.languages;
  const unknown = isList(chosen) ? chosen.findIndex((language) => !languages.includes(language as Language)) : 0;
  if (!isList(chosen) || unknown >= 0) {
    throw capsuleError(TypeError, 'ERR_CONTRACT_LANGUAGE_UNKNOWN', `Contract '${contract.name}'`, {
      expected: `languages: a list of ${list(languages.map(quote))}`,
      found: quote(isList(chosen) ? chosen[unknown] : chosen),
    });
  }
  checkInstanceLanguages(contract);
  for (const output of all) if (isRequested(output, contract)) output.check?.(contract);
}

/** The files of a contract: their paths from its folder, and their texts. */
export function generateFiles(contract: Contract, source: string): { path: string; text: string }[] {
  return all
    .filter((output) => isRequested(output, contract))
    .map(({ path, generate }) => ({ path: path(contract.prefix), text: generate(contract, source) }));
}
