import { quote } from '../model/values.js';
import { readPackage } from '../project/files.js';
import { type Source, type Sources, specifier } from './dependencies.js';
import { rejectOption } from './options.js';
import type { Files } from './template.js';
import { ownFolder } from './workspace.js';

interface Content {
  name: string;
  license?: string;
  scripts: Record<string, string>;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  [key: string]: unknown;
}

/** What a new package depends on besides the tools. */
export interface Dependencies extends Sources {
  /** The producer of a consumer, by its name. */
  readonly producer?: { readonly name: string; readonly source: Source };
}

const engines = () => readPackage(ownFolder)?.['engines'];

/**
 * Changes the package.json of a template into that of a new package.
 *
 * @param folder - the folder of the package
 * @param isClone - whether the tasks of turbo run the scripts; if not, the package has scripts that run alone
 */
export function adaptPackageJson(
  files: Files,
  folder: string,
  description: string,
  dependencies: Dependencies,
  isClone: boolean,
): void {
  const { license: _, ...content } = JSON.parse(files.get('package.json') as string) as Content;
  const { core, contract, producer } = dependencies;
  content['description'] = description;
  content['engines'] = engines();
  content.dependencies = {
    '@capsule/core': specifier(core, folder),
    ...(producer && { [producer.name]: specifier(producer.source, folder) }),
  };
  content.devDependencies = { ...content.devDependencies, '@capsule/contract': specifier(contract, folder) };
  if (Object.hasOwn(content.dependencies, content.name) || Object.hasOwn(content.devDependencies, content.name))
    throw rejectOption('a name that no dependency of the package has', quote(content.name), 'Choose another name.');
  content['files'] = packedFiles(files);
  if (!isClone) content.scripts = standaloneScripts(content.scripts);
  files.set('package.json', json(content));
}

/** The files of the published package: everything but its tests and settings, and what is generated or built. */
function packedFiles(files: Files): string[] {
  const own = [...files.keys()].map((file) => file.split('/')[0] as string);
  const generated = files.has('paths.cjs') ? ['bindings', 'include'] : [];
  const left = /^(demo\.js|test|package\.json|CMakePresets\.json|.*\.contract\.ts)$/;
  return [...new Set([...own.filter((name) => !left.test(name)), ...generated, 'prebuilds'])].sort();
}

/** Scripts that do what the tasks of turbo do in a clone: they generate first, then compile. */
function standaloneScripts({ generate, prebuild, ...scripts }: Record<string, string>): Record<string, string> {
  const { 'build:native': native, test, ...others } = scripts;
  const first = generate === undefined ? '' : `${generate} && `;
  const builds = Object.entries(others).map(([name, script]) => [
    name,
    name.startsWith('build:') ? `${first}${script}` : script,
  ]);
  return {
    ...(generate !== undefined && { generate }),
    build: `${first}${native}`,
    ...Object.fromEntries(builds),
    // npm would run a script named "prebuild" before each "build".
    ...(prebuild !== undefined && { prebuilds: prebuild }),
    test: `npm run build && ${test}`,
  };
}

/** The files of a folder that contains a new pair as its workspaces. */
export function workspaceRoot(name: string, members: readonly string[]): Content {
  return {
    name,
    version: '0.1.0',
    private: true,
    // The producer comes first, because npm builds in this order and a consumer needs its headers.
    workspaces: [...members, 'packages/*'],
    scripts: {
      build: 'npm run build --workspaces',
      'build:debug': 'npm run build:debug --workspaces',
      test: 'npm test --workspaces',
    },
  } as unknown as Content;
}

export const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;
