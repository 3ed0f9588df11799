// The documents of the repository as pages: docs/*.md, READMEs, CHANGELOG.md and so on. A page has the path of its file,
// so that relative links between documents keep working; links to sources lead to a page with the source.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { headerPages } from './c-pages.mjs';
import { relativeLink, root } from './paths.mjs';

/** The order of docs/*.md, in groups. A document without a place comes last; test/site.test.ts requires a place. */
export const documentGroups = [
  [
    'Guide',
    [
      'architecture',
      'your-own-pair',
      'contracts',
      'versions',
      'threads',
      'instances',
      'ending-contents',
      'arrow',
      'debugging',
      'debug-mode',
      'troubleshooting',
    ],
  ],
  ['Ship', ['shipping', 'prebuilding', 'platforms', 'engines', 'releasing']],
  ['Background', ['abi', 'benchmarking', 'peers', 'threats', 'reliability']],
];

const read = (file) => readFileSync(join(root, file), 'utf8');

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

/**
 * @param {(path: string) => string} sourcePage the page of a file or folder that is no document
 * @returns {{ pages: Map<string, string>, sources: Set<string> }} the text of each page by its path, and the files and
 *   folders that they link to and that have no page
 */
export function documentPages(sourcePage) {
  const ofDocument = pagesOfDocuments();
  const headers = new Map(headerPages.map(({ file, page }) => [file, page]));
  const sources = new Set();
  const pages = new Map();

  /** The page of a document, a folder or a header; undefined for other files. */
  function pageOf(target) {
    if (target === '' || target === '.') return 'readme.md';
    if (target === 'examples') return 'examples/index.md';
    if (existsSync(join(root, target, 'README.md'))) return pageOf(posix.join(target, 'README.md'));
    return ofDocument.get(target) ?? headers.get(target);
  }

  /** The link in a page of the site for one in a document. */
  function linkOf(file, target, hash) {
    const path = posix.join(dirname(file), target).replace(/\/$/, '');
    const page = pageOf(path);
    if (page !== undefined) return `(${relativeLink(ofDocument.get(file), page, hash)})`;
    sources.add(path);
    // The attribute makes the link leave the pages of VitePress.
    return `(/${sourcePage(path)}${hash}){target="_self"}`;
  }

  for (const [file, page] of ofDocument) {
    pages.set(
      page,
      outsideOfCode(read(file), (line) =>
        line.replaceAll(
          /\]\((?!https?:|#)([^)\s#]+)(#[^)\s]*)?\)/g,
          (_, target, hash = '') => `]${linkOf(file, target, hash)}`,
        ),
      ),
    );
  }
  pages.set('examples/index.md', examplesPage());
  return { pages, sources };
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
