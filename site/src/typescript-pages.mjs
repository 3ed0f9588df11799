// Pages of the TypeScript packages, made by typedoc. One program reads all packages, so that links between them resolve.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Application, Converter } from 'typedoc';
import { content, root, site } from './paths.mjs';

/** What can be imported: the folder of its pages, its name, and its source. */
export const packages = [
  ['core', '@capsule/core', 'packages/core/src/index.ts'],
  ['contract', '@capsule/contract', 'packages/contract/src/index.ts'],
  ['fastmath', '@capsule/fastmath', 'packages/fastmath/src/index.ts'],
  ['random', '@capsule/random', 'packages/random/src/index.ts'],
  ['stats', '@capsule/stats', 'packages/stats/src/index.ts'],
  ['stats-promises', '@capsule/stats/promises', 'packages/stats/src/promises/index.ts'],
].map(([folder, name, source]) => ({ folder, name, source }));

/** A tsconfig for all packages: an import of a package is its source, not its build. */
function writeConfig() {
  const file = join(site, 'build', 'tsconfig.json');
  mkdirSync(join(site, 'build'), { recursive: true });
  const sources = packages.map(({ name, source }) => [name, [`../../${source}`]]);
  const compilerOptions = {
    noEmit: true,
    rootDir: '../..',
    paths: Object.fromEntries(sources),
    typeRoots: [join(root, 'node_modules', '@types')],
  };
  const files = packages.map(({ source }) => `../../${source}`);
  writeFileSync(file, JSON.stringify({ extends: '../../tsconfig.base.json', compilerOptions, files }, null, 2));
  return file;
}

/** Writes a page for each export, and an index for each package. */
export async function writeTypescriptPages() {
  const app = await Application.bootstrapWithPlugins({
    plugin: ['typedoc-plugin-markdown'],
    entryPoints: packages.map(({ source }) => join(root, source)),
    tsconfig: writeConfig(),
    name: 'API',
    out: join(content, 'api'),
    readme: 'none',
    router: 'member',
    entryFileName: 'index',
    excludeInternal: true,
    disableSources: true,
    skipErrorChecking: true,
    logLevel: 'Error',
    useCodeBlocks: true,
    expandParameters: true,
    parametersFormat: 'table',
    interfacePropertiesFormat: 'table',
    typeDeclarationFormat: 'table',
    propertyMembersFormat: 'table',
    hidePageHeader: true,
    hideBreadcrumbs: true,
    pageTitleTemplates: { function: '{name}', member: '{name}' },
    validation: false,
  });
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, (context) => {
    // typedoc names a module by the path of its source, without what all paths have in common.
    for (const module of context.project.children ?? [])
      module.name = packages.find(({ source }) => source.startsWith(`packages/${module.name}`)).folder;
  });
  const project = await app.convert();
  if (project === undefined) throw new Error('typedoc found no exports.');
  // Not generateOutputs(): without an option it empties the folder docs.
  await app.outputs.writeOutput({ name: 'markdown', path: join(content, 'api') }, project);
}
