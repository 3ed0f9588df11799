import { join } from 'node:path';
import { capsuleError } from '@capsule/core';
import { list, quote } from '../model/values.js';
import { ownSources, type Source, type Sources } from './dependencies.js';
import { checkScope, type PackageName, parseName } from './names.js';
import { type Kind, type Language, languages, type NewOptions, rejectOption } from './options.js';
import { adaptPackageJson, json, workspaceRoot } from './package-json.js';
import { type Producer, readProducer } from './producer.js';
import { type Described, describe, pairReadme, readme } from './readme.js';
import { type Files, readTemplate, replacements } from './template.js';
import { findWorkspace, isMember, parentFolder, type Workspace } from './workspace.js';
import type { NewFolder } from './write-folders.js';

/** The scope of a producer whose name has none. A contract needs one. */
const DEFAULT_SCOPE = '@my';

/** What `capsule new` is about to create. */
export interface Plan {
  readonly folders: readonly NewFolder[];
  readonly names: readonly string[];
  readonly languages: readonly Language[];
  /** The workspace that contains the packages. */
  readonly workspace: Workspace | undefined;
}

/** Plans new packages, and checks everything that can be checked without writing. */
export async function plan(kind: Kind, name: string, options: NewOptions): Promise<Plan> {
  const found = findWorkspace(process.cwd());
  const [produced, consumed] = parseLanguages(kind, options.language);
  // npm passes its own option --scope, as in "npm create @capsule pair geometry --scope @yours", in the environment.
  const scopeText = options.scope ?? (name.startsWith('@') ? undefined : process.env['npm_config_scope']);
  const scope = scopeText === undefined ? undefined : checkScope(scopeText);
  const isRust = [produced, consumed].includes('rust');
  const needsScope = kind !== 'consumer' && !name.startsWith('@');
  const own = parseName(name, scope ?? (needsScope ? (found?.scope ?? DEFAULT_SCOPE) : undefined), isRust);
  if (options.folder?.startsWith('-'))
    throw rejectOption(
      'a folder for --folder',
      quote(options.folder),
      'For a folder of this name, write ./ before it.',
    );
  const parent = parentFolder(found, options.folder, own.base);
  const workspace = found !== undefined && isMember(found, join(parent, own.base)) ? found : undefined;
  const context = { sources: ownSources(options.core, workspace?.isClone === true), workspace };
  if (kind !== 'consumer' && options.contract !== undefined)
    throw rejectOption(
      `no --contract for a ${kind}`,
      quote(options.contract),
      'It names the producer of a new consumer.',
    );
  switch (kind) {
    case 'producer':
      return single(newProducer(own, produced, join(parent, own.base), context), own, produced, workspace);
    case 'consumer': {
      const producer = await existingProducer(options.contract, consumed, found);
      return single(newConsumer(own, producer, consumed, join(parent, own.base), context), own, consumed, workspace);
    }
    case 'pair':
      return pair(own, [produced, consumed], parent, context);
  }
}

interface Context {
  readonly sources: Sources;
  readonly workspace: Workspace | undefined;
}

function parseLanguages(kind: Kind, text: string | undefined): [producer: Language, consumer: Language] {
  if (text === undefined) return ['c', 'c++'];
  const parts = text.toLowerCase().split(',');
  const isKnown = (part: string): part is Language => Object.hasOwn(languages, part);
  const [producer, consumer = producer] = parts;
  if (parts.every(isKnown) && parts.length <= (kind === 'pair' ? 2 : 1))
    return [producer, consumer] as [Language, Language];
  throw rejectOption(
    `${list(Object.keys(languages), 'or')}${kind === 'pair' ? ', or two of these with a comma,' : ''} for --language`,
    quote(text),
    kind === 'pair' ? 'Of two languages the first is that of the producer.' : 'The default is that of the examples.',
  );
}

const single = (
  folder: NewFolder,
  { name }: PackageName,
  language: Language,
  workspace: Workspace | undefined,
): Plan => ({
  folders: [folder],
  names: [name],
  languages: [language],
  workspace,
});

async function existingProducer(
  text: string | undefined,
  language: Language,
  found: Workspace | undefined,
): Promise<Producer> {
  if (text === undefined) {
    throw capsuleError(TypeError, 'ERR_CONTRACT_ARGUMENT_UNUSABLE', 'Creating a consumer', {
      expected: '--contract <package>, the producer whose functions it calls',
      found: 'none',
      advice: 'To create both, use "capsule new pair".',
    });
  }
  const producer = await readProducer(text, found);
  if (language === 'rust' && !producer.hasRust) {
    throw capsuleError(Error, 'ERR_CONTRACT_PRODUCER_MISSING', 'Creating a consumer', {
      expected: `bindings/${producer.prefix}.rs in ${producer.name}`,
      found: 'none',
      advice: "Its contract needs { languages: ['rust'] } as the last argument.",
    });
  }
  return producer;
}

function newProducer(own: PackageName, language: Language, folder: string, { sources, workspace }: Context): NewFolder {
  const isClone = workspace?.isClone === true;
  const described: Described = { ...own, language, isClone };
  const files = readTemplate(`produce-${languages[language]}`, replacements(own, own));
  adaptPackageJson(files, folder, describe(described), sources, isClone);
  return { folder, files: complete(files, described, workspace) };
}

/** The producer of a consumer: one that exists, or the other half of a pair. */
type Callee = Pick<Producer, 'name' | 'prefix' | 'functions' | 'exported'> & { readonly source: Source };

function newConsumer(
  own: PackageName,
  producer: Callee,
  language: Language,
  folder: string,
  context: Context,
): NewFolder {
  const isClone = context.workspace?.isClone === true;
  if (own.name === producer.name)
    throw rejectOption('another name than that of the producer', quote(own.name), 'Choose another name.');
  // The sample calls a function of a new producer. With other producers the consumer only opens the table.
  const calls = producer.functions.get('manhattan') === 'f64(*f64,*f64,usize)';
  const described: Described = { ...own, language, producer: producer.name, calls, isClone };
  const files = readTemplate(`${calls ? 'consume' : 'open'}-${languages[language]}`, replacements(producer, own));
  adaptPackageJson(files, folder, describe(described), { ...context.sources, producer }, isClone);
  if (producer.exported !== 'capsule') {
    for (const [file, text] of files)
      files.set(
        file,
        text.replaceAll('const { capsule } = require(', `const { ${producer.exported}: capsule } = require(`),
      );
  }
  return { folder, files: complete(files, described, context.workspace) };
}

/** Adds the files that are not part of the examples. In a workspace its root has those of the editor and of git. */
function complete(files: Files, described: Described, workspace: Workspace | undefined): Files {
  files.set('README.md', readme(described));
  if (workspace === undefined) addRootFiles(files);
  return files;
}

function addRootFiles(files: Files): void {
  for (const [file, text] of readTemplate('editor', new Map())) files.set(file, text);
  files.set('.gitignore', 'node_modules/\nbuild/\nprebuilds/\n'); // npm leaves files of this name out of packages
}

/** A producer and its consumer: two workspaces, of the workspace around them or of a new one. */
function pair(own: PackageName, [produced, consumed]: [Language, Language], parent: string, context: Context): Plan {
  const consumer = parseName(`${own.name}-consumer`, undefined, consumed === 'rust');
  const root = join(parent, own.base);
  const packages = context.workspace === undefined ? join(root, 'packages') : parent;
  const inner: Context = { ...context, workspace: context.workspace ?? newWorkspace(root) };
  const callee: Callee = {
    ...own,
    source: { range: '0.1.0' },
    exported: 'capsule',
    functions: new Map([['manhattan', 'f64(*f64,*f64,usize)']]),
  };
  const members = [
    newProducer(own, produced, join(packages, own.base), inner),
    newConsumer(consumer, callee, consumed, join(packages, consumer.base), inner),
  ];
  const names = [own.name, consumer.name];
  const both = { names, languages: [produced, consumed], workspace: context.workspace };
  if (context.workspace !== undefined) return { ...both, folders: members };

  const files: Files = new Map();
  const folders = members.map(({ folder }) => folder.slice(root.length + 1).replaceAll('\\', '/'));
  files.set('package.json', json(workspaceRoot(`${own.base}-pair`, folders)));
  files.set('README.md', pairReadme(own.base, own.name, consumer.name));
  addRootFiles(files);
  for (const [i, member] of members.entries()) {
    for (const [file, text] of member.files) files.set(`${folders[i]}/${file}`, text);
  }
  return { ...both, folders: [{ folder: root, files }] };
}

const newWorkspace = (root: string): Workspace => ({
  root,
  patterns: ['packages/*'],
  isClone: false,
  scope: undefined,
});
