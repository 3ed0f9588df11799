import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { capsuleError } from '@capsule/core';
import { isPrefix } from '../model/names.js';
import { signature } from '../model/signature.js';
import { isPackageName } from '../model/validate.js';
import { quote } from '../model/values.js';
import { readPackage, readText } from '../project/files.js';
import { loadProjects } from '../project/project.js';
import { installedSource, type Source } from './dependencies.js';
import { findMember, type Workspace } from './workspace.js';

/** A producer that exists, for which a consumer is made. */
export interface Producer {
  readonly name: string;
  readonly prefix: string;
  readonly source: Source;
  /** What the package exports as its capsule: that of the newest major, if it offers several. */
  readonly exported: string;
  /** The functions of its table and their signatures. */
  readonly functions: ReadonlyMap<string, string>;
  readonly hasRust: boolean;
}

/** Reads the names of a producer, given by the name of an installed package or the path of its folder. */
export async function readProducer(text: string, workspace: Workspace | undefined): Promise<Producer> {
  const folder = (workspace && findMember(workspace, text)) ?? findFolder(text);
  const name = readPackage(folder)?.['name'];
  if (typeof name !== 'string') throw missing(text, 'a folder without a package');
  // The name becomes part of JavaScript, C and CMake.
  if (!isPackageName(name)) throw missing(text, `a package with the unusable name ${quote(name)}`);
  const { prefix, functions, hasRust, exported = 'capsule' } = (await fromContract(folder)) ?? fromHeader(folder) ?? {};
  if (prefix === undefined || functions === undefined) throw missing(text, 'a package without a contract');
  const isLocal = workspace !== undefined && !folder.split(/[\\/]/).includes('node_modules');
  const source = isLocal ? { range: String(readPackage(folder)?.['version']) } : installedSource(name, folder);
  return { name, prefix, source, exported, functions, hasRust: hasRust === true };
}

function findFolder(text: string): string {
  if (/^[./\\]|^[A-Za-z]:[\\/]/.test(text) && existsSync(resolve(text)) && statSync(resolve(text)).isDirectory())
    return realpathSync(resolve(text));
  const require = createRequire(join(process.cwd(), 'package.json'));
  let problem: unknown;
  for (const file of ['package.json', 'paths.cjs']) {
    try {
      return realpathSync(dirname(require.resolve(`${text}/${file}`)));
    } catch (cause) {
      problem ??= cause;
    }
  }
  throw missing(text, 'none', problem);
}

function missing(text: string, found: string, cause?: unknown): Error {
  return capsuleError(Error, 'ERR_CONTRACT_PRODUCER_MISSING', 'Creating a consumer', {
    expected: `a producer that is installed here as ${quote(text)}`,
    found,
    advice: 'Install it, or give the path of its folder, or make both packages with "capsule new pair".',
    cause,
  });
}

type Names = Pick<Producer, 'prefix' | 'functions' | 'hasRust' | 'exported'>;

/** The export of a major, if a package offers several: see capsule/capsule_import.h. */
const exportOf = (major: number, majors: readonly unknown[]) => (majors.length > 1 ? `capsule_v${major}` : 'capsule');

/** In a workspace a producer has its contract, perhaps no generated files yet. */
async function fromContract(folder: string): Promise<Names | undefined> {
  if (!readdirSync(folder).some((file) => /\.contract\.[cm]?ts$/.test(file))) return undefined;
  const name = readPackage(folder)?.['name'];
  const projects = (await loadProjects([folder])).filter(({ contract }) => contract.name === name);
  const project = projects.toSorted((a, b) => a.contract.major - b.contract.major).at(-1);
  if (project === undefined) return undefined;
  const { prefix, functions, languages, major } = project.contract;
  const signatures = new Map(functions.map((each) => [each.name, signature(each)]));
  const exported = exportOf(major, projects);
  return { prefix, functions: signatures, hasRust: languages.includes('rust'), exported };
}

/** An installed producer has the header that "capsule generate" wrote. */
function fromHeader(folder: string): Names | undefined {
  const include = join(folder, 'include');
  const name = readPackage(folder)?.['name'];
  const prefixes = existsSync(include) ? readdirSync(include).filter(isPrefix) : [];
  const found = prefixes.flatMap((prefix) => {
    const text = readText(join(include, prefix, `${prefix}_node.h`)) ?? '';
    const begin = `CAPSULE_CONTRACT("${name}", `;
    const at = text.indexOf(begin);
    return at < 0 ? [] : [{ prefix, text, major: Number.parseInt(text.slice(at + begin.length), 10) }];
  });
  const newest = found.toSorted((a, b) => a.major - b.major).at(-1);
  if (newest === undefined) return undefined;
  const { prefix, text, major } = newest;
  const entries = text.matchAll(/^ {4}\{"(\w+)", "([^"]*)", \d+, \d+\},$/gm);
  const functions = new Map(Array.from(entries, ([, fn = '', types = '']) => [fn, types]));
  const hasRust = existsSync(join(folder, 'bindings', `${prefix}.rs`));
  return { prefix, functions, hasRust, exported: exportOf(major, found) };
}
