// The documents of the repository as pages: docs/*.md, READMEs, CHANGELOG.md and so on. A page has the path of its file,
// so that relative links between documents keep working; links to sources lead to a page with the source.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, extname, join, posix } from 'node:path';
import { headerPages } from './c-pages.mjs';
import { relativeLink, root } from './paths.mjs';

/** The order of docs/*.md, in groups. A document without a place comes last; test/site.test.ts requires a place. */
export const documentGroups = [
  ['Guide', ['architecture', 'your-own-pair', 'contracts', 'threads', 'debugging', 'troubleshooting']],
  ['Ship', ['shipping', 'platforms', 'engines', 'releasing']],
  ['Background', ['abi', 'benchmarking', 'peers', 'threats', 'reliability']],
];

const read = (file) => readFileSync(join(root, file), 'utf8');
const isFolder = (file) => statSync(join(root, file)).isDirectory();

/** Documents outside of docs/, packages/ and examples/. */
const others = {
  'README.md': 'readme.md',
  'CHANGELOG.md': 'changelog.md',
  'CONTRIBUTING.md': 'contributing.md',
  'SECURITY.md': 'security.md',
};

/** Folders of packages or examples that have a README. */
export const withReadme = (parent) =>
  readdirSync(join(root, parent))
    .filter((name) => existsSync(join(root, parent, name, 'README.md')))
    .sort();

/** The names of docs/*.md, in their order. */
export function documentNames() {
  const found = readdirSync(join(root, 'docs')).flatMap((file) => (file.endsWith('.md') ? [file.slice(0, -3)] : []));
  const ordered = documentGroups.flatMap(([, names]) => names);
  return [...ordered.filter((name) => found.includes(name)), ...found.filter((name) => !ordered.includes(name))];
}

/** The page of each document, by the path of its file. */
function pagesOfDocuments() {
  const pages = new Map(Object.entries(others).filter(([file]) => existsSync(join(root, file))));
  for (const name of documentNames()) pages.set(`docs/${name}.md`, `docs/${name}.md`);
  for (const parent of ['packages', 'examples'])
    for (const name of withReadme(parent)) pages.set(`${parent}/${name}/README.md`, `${parent}/${name}/index.md`);
  return pages;
}

/** The title of a document: its first heading, without Markdown. */
export const titleOf = (file) => (/^# (.+)$/m.exec(read(file))?.[1] ?? file).replaceAll('`', '');

/** @returns {Map<string, string>} the text of each page, by its path */
export function documentPages() {
  const ofDocument = pagesOfDocuments();
  const headers = new Map(headerPages.map(({ file, page }) => [file, page]));
  const sources = new Set();
  const pages = new Map();

  /** The page of a file or folder; notes that a source is needed. */
  function pageOf(target) {
    if (target === '' || target === '.') return 'readme.md';
    if (target === 'examples') return 'examples/index.md';
    if (existsSync(join(root, target, 'README.md'))) return pageOf(posix.join(target, 'README.md'));
    const found = ofDocument.get(target) ?? headers.get(target);
    if (found !== undefined) return found;
    sources.add(target);
    return sourcePage(target);
  }

  for (const [file, page] of ofDocument) {
    pages.set(
      page,
      outsideOfCode(read(file), (line) =>
        line.replaceAll(/\]\((?!https?:|#)([^)\s#]+)(#[^)\s]*)?\)/g, (_, target, hash = '') => {
          const path = posix.join(dirname(file), target).replace(/\/$/, '');
          return `](${relativeLink(page, pageOf(path), hash)})`;
        }),
      ),
    );
  }
  pages.set('examples/index.md', examplesPage());
  for (const source of sources) {
    for (const [page, text] of sourcePages(source)) pages.set(page, text);
  }
  return pages;
}

/** Changes the lines of a document that are not in a code block between fences. */
function outsideOfCode(text, change) {
  let inCode = false;
  return text
    .split('\n')
    .map((line) => {
      if (line.startsWith('```')) inCode = !inCode;
      return inCode ? line : change(line);
    })
    .join('\n');
}

function examplesPage() {
  const rows = withReadme('examples').map((name) => {
    const file = `examples/${name}/README.md`;
    const [, sentence = ''] = /^# .+\n\n([\s\S]+?[.:](?=\s))/.exec(read(file)) ?? [];
    const text = sentence.replaceAll(/\s+/g, ' ').replaceAll(/\[([^\]]+)\]\([^)]*\)/g, '$1');
    return `| [${name}](./${name}/index.md) | ${text.replace(/:$/, '.').replaceAll('|', '\\|')} |`;
  });
  return `# Examples

Each example builds and runs with \`npm ci && npm run build\`, and a test compares its output with its README. \`00\` to
\`05\` show the pattern, \`06\` to \`09\` more kinds of contents and other languages, \`10\` is an application.

| example | what it shows |
| --- | --- |
${rows.join('\n')}
`;
}

const languages = { '.h': 'c', '.hpp': 'cpp', '.cc': 'cpp', '.c': 'c', '.cjs': 'js', '.mjs': 'js', '.rs': 'rust' };
const known = new Set(['.ts', '.js', '.json', '.py', '.css']);
/** Files that are too long to be read on a page are shown up to this length. */
const longest = 200_000;

/** The page of a source. VitePress ignores folders that begin with a dot. */
const sourcePage = (path) => `source/${path.replaceAll(/(^|\/)\./g, '$1dot-')}.md`;

/** A page with the text of a file; for a folder, a list of its files and their pages. */
function sourcePages(path) {
  const page = sourcePage(path);
  if (isFolder(path)) {
    const names = readdirSync(join(root, path)).filter((name) => !isFolder(posix.join(path, name)));
    const list = names.map((name) => `- [${name}](${relativeLink(page, sourcePage(posix.join(path, name)))})`);
    return [
      [page, `---\nsearch: false\n---\n# ${path}\n\n${list.join('\n')}\n`],
      ...names.flatMap((name) => sourcePages(posix.join(path, name))),
    ];
  }
  const extension = extname(path);
  const language = languages[extension] ?? (known.has(extension) ? extension.slice(1) : 'txt');
  const text = read(path);
  const shown = text.length > longest ? `${text.slice(0, longest)}\n...\n` : text;
  const fence = '````````';
  return [
    [
      page,
      `---\nsearch: false\naside: false\n---\n# ${path}\n\n${fence}${path.includes('/test/') || shown.length > 20000 ? 'txt' : language}\n${shown}${fence}\n`,
    ],
  ];
}
