import { existsSync, realpathSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { quote } from '../model/values.js';
import { readPackage, readText } from '../project/files.js';
import { rejectOption } from './options.js';
import { ownFolder } from './workspace.js';

/** What package.json names as the version of a dependency: a range, a URL, or a folder or archive on this machine. */
export type Source = { readonly range: string } | { readonly path: string };

/** The sources of the two packages of this repository that new packages need. */
export interface Sources {
  readonly core: Source;
  readonly contract: Source;
}

/** The text of a source in the package.json of a folder. */
export function specifier(source: Source, folder: string): string {
  if ('range' in source) return source.range;
  return `file:${relative(folder, source.path).split(sep).join('/')}`;
}

/** The sources from which this installation comes: so the new package has the same versions. */
export function ownSources(core: string | undefined, isClone: boolean): Sources {
  const coreFolder = realpathSync(
    dirname(createRequire(join(ownFolder, 'package.json')).resolve('@capsule/core/package.json')),
  );
  if (isClone) return { core: { range: versionOf(coreFolder) }, contract: { range: versionOf(ownFolder) } };
  const contract = installedSource('@capsule/contract', ownFolder);
  if (core === undefined) return { core: installedSource('@capsule/core', coreFolder), contract };
  const chosen = parseSource(core);
  return { core: chosen, contract: 'range' in contract ? (siblingArchive(chosen) ?? contract) : contract };
}

/** The archive of the contract package beside an archive of core, as "npm pack" names it. */
function siblingArchive(core: Source): Source | undefined {
  if ('range' in core) return undefined;
  const path = join(dirname(core.path), basename(core.path).replace('core', 'contract'));
  return path !== core.path && existsSync(path) ? { path } : undefined;
}

/** The value of --core: a version, a range, a tag, or the path of an archive or a folder. */
function parseSource(text: string): Source {
  const path = resolve(text.replace(/^file:/, ''));
  if (text !== '' && existsSync(path) && (statSync(path).isDirectory() || /\.(tgz|tar\.gz)$/.test(path)))
    return { path };
  if (!/[\\/]|^file:|\.(tgz|tar\.gz)$/.test(text) && /^[\w.^~<>=*| +-]+$/.test(text)) return { range: text };
  const advice = 'Make the archive with "npm pack" in the package.';
  throw rejectOption('a version, or the path of an archive or a folder, for --core', quote(text), advice);
}

const versionOf = (folder: string) => String(readPackage(folder)?.['version']);

/**
 * The source of an installed package: its folder if it is linked, its archive if it was installed from one, else its
 * version.
 */
export function installedSource(name: string, folder: string): Source {
  const parts = folder.split(sep);
  if (!parts.includes('node_modules')) return { path: folder };
  for (let i = parts.lastIndexOf('node_modules'); i > 0; i = parts.lastIndexOf('node_modules', i - 1)) {
    const project = parts.slice(0, i).join(sep);
    const spec = lockedSource(project, name) ?? declaredSource(project, name);
    if (spec === undefined) continue;
    const [, path] = /^(?:file|link):(.*)$/.exec(spec) ?? [];
    if (path !== undefined) return { path: resolve(project, path) };
    if (/^(git|github|https?:)/.test(spec) && !spec.includes('/-/')) return { range: spec };
  }
  return { range: `^${versionOf(folder)}` };
}

/** Where npm took a package from, by the lock file in node_modules. */
function lockedSource(project: string, name: string): string | undefined {
  const text = readText(join(project, 'node_modules', '.package-lock.json'));
  if (text === undefined) return undefined;
  const { packages = {} } = JSON.parse(text) as { packages?: Record<string, { resolved?: string }> };
  return packages[`node_modules/${name}`]?.resolved;
}

function declaredSource(project: string, name: string): string | undefined {
  const content = readPackage(project);
  const lists = [content?.['dependencies'], content?.['devDependencies']] as (Record<string, unknown> | undefined)[];
  const spec = lists
    .map((list) => (list !== undefined && Object.hasOwn(list, name) ? list[name] : undefined))
    .find(Boolean);
  return typeof spec === 'string' ? spec : undefined;
}
