// A page for each public C header: its introduction, and each declaration with an anchor and an example.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readExamples } from './c-examples.mjs';
import { readHeader } from './c-header.mjs';
import { root } from './paths.mjs';

const core = 'packages/core/include/capsule';
const fastmath = 'packages/fastmath/include/fastmath';

/**
 * The public headers in reading order. `also` names declarations in headers of detail/ that are public too; the
 * comments of the public header name them.
 */
export const headerPages = [
  { file: `${core}/capsule.h`, also: { 'detail/label.h': ['capsule_info'], 'detail/error.h': ['CAPSULE_CODES'] } },
  { file: `${core}/capsule_import.h` },
  { file: `${core}/capsule_function.h` },
  { file: `${core}/capsule_instance.h` },
  {
    file: `${core}/capsule_data.h`,
    also: {
      'detail/data.h': [
        'capsule_data_count',
        'capsule_data_bytes',
        'capsule_data_is_contiguous',
        'capsule_dtype_equal',
      ],
    },
  },
  { file: `${core}/capsule_owned.h` },
  { file: `${core}/capsule_dlpack.h`, also: { 'detail/dlpack.h': ['capsule_dlpack'] } },
  { file: `${core}/capsule_arrow.h` },
  { file: `${core}/capsule.hpp` },
  { file: `${core}/capsule_instance.hpp` },
  { file: `${core}/abi.h` },
  { file: `${fastmath}/fastmath.h` },
  { file: `${fastmath}/fastmath_node.h` },
].map(({ file, also = {} }) => {
  const name = file.split('/').at(-1);
  return { file, name, also, page: `api/c/${name.replace('.', '-')}.md` };
});

/** All declarations of a header, with those of detail/ that are public. */
export function entriesOf({ file, also }) {
  const read = (path) => readHeader(readFileSync(join(root, path), 'utf8'), path);
  const header = read(file);
  const details = Object.entries(also).flatMap(([path, names]) => {
    const { entries } = read(`${core}/${path}`);
    return names.map((name) => {
      const found = entries.find((entry) => entry.names.includes(name));
      if (found === undefined) throw new Error(`${core}/${path}: expected ${name} with a comment above it`);
      return { ...found, section: `Also public, in ${path}` };
    });
  });
  return { intro: header.intro, entries: [...header.entries, ...details] };
}

const isCpp = ({ name }) => name.endsWith('.hpp');

/** The heading of an entry: a kernel is called by its name in the table. */
export const titleOf = ({ names: [name], declaration }, header) => {
  if (header.name === 'fastmath.h' && name.endsWith('_fn')) return name.slice('fastmath_'.length, -'_fn'.length);
  if (isCpp(header)) return declaration.includes('const char *name,') ? `capsule::${name} (owned)` : `capsule::${name}`;
  return name;
};

/** The anchor of an entry, and further ones for its other names. */
export const anchorOf = (entry, header) =>
  isCpp(header) ? titleOf(entry, header).replaceAll(/\W+/g, '-').replace(/-$/, '') : entry.names[0];

/** @returns {Map<string, string>} the text of each page, by its path */
export function cPages() {
  const examples = readExamples();
  const headers = headerPages.map((header) => ({ header, ...entriesOf(header) }));
  const links = new Map(
    headers.flatMap(({ header, entries }) =>
      entries.flatMap((entry) =>
        isCpp(header) || header.name === 'fastmath_node.h'
          ? [[entry.names[0], { page: header.page, anchor: anchorOf(entry, header) }]]
          : entry.names.map((name) => [name, { page: header.page, anchor: anchorOf(entry, header) }]),
      ),
    ),
  );
  return new Map(
    headers.map(({ header, intro, entries }) => [header.page, page(header, intro, entries, links, examples)]),
  );
}

function page(header, intro, entries, links, examples) {
  const text = markdownOf(header, links);
  const language = header.name.endsWith('.hpp') ? 'cpp' : 'c';
  const [first, ...rest] = intro;
  const include = header.file.split('/include/')[1];
  const parts = [
    `# ${header.name}`,
    `${capitalized(text(first.text.replace(/^\S+: /, '')))}`,
    `\`\`\`${language}\n#include <${include}>\n\`\`\``,
    sinceOf(header),
    ...rest.map((block) => blockText(block, text, language)),
  ];
  let section = '';
  for (const entry of entries) {
    if (entry.section !== section) parts.push(`## ${entry.section}`);
    section = entry.section;
    parts.push(entryText(entry, header, text, language, examples));
  }
  return `${parts.join('\n\n')}\n`;
}

const capitalized = (text) => text.replace(/^[a-z]/, (letter) => letter.toUpperCase());

const sinceOf = ({ name }) =>
  name.startsWith('fastmath')
    ? 'Generated from the contract of `@capsule/fastmath` 1.1. A shipped function never changes.'
    : 'Since 0.1.0; [ABI 1](../../docs/abi.md), which is frozen.';

function entryText(entry, header, text, language, examples) {
  const anchor = anchorOf(entry, header);
  const others = entry.names.slice(1).filter(() => !isCpp(header) && header.name !== 'fastmath_node.h');
  const level = entry.section === '' ? '##' : '###';
  const anchors = others.map((name) => `<a id="${name}"></a>`).join('');
  const example = examples.get(`${header.name} ${anchor}`) ?? examples.get(`${header.name} ${entry.names[0]}`);
  return [
    `${level} ${titleOf(entry, header).replaceAll('_', '\\_')} {#${anchor}}`,
    ...(anchors === '' ? [] : [anchors]),
    `\`\`\`${language}\n${entry.declaration}\n\`\`\``,
    ...entry.blocks.map((block) => blockText(block, text, language)),
    ...(example === undefined ? [] : [`**Example**\n\n\`\`\`${language}\n${example}\n\`\`\``]),
  ].join('\n\n');
}

function blockText(block, text, language) {
  if (block.kind === 'text') return text(block.text);
  if (block.kind === 'code') return `\`\`\`${language}\n${block.text}\n\`\`\``;
  const cell = (each) => text(each).replaceAll('|', '\\|');
  if (block.style === 'arguments')
    return [
      '| name | |',
      '| --- | --- |',
      ...block.items.map(({ term, text: each }) => `| \`${term}\` | ${cell(each)} |`),
    ].join('\n');
  return block.items.map(({ term, text: each }) => `- **${term}.** ${capitalized(text(each))}`).join('\n');
}

/** Returns a function that turns the text of a comment into Markdown: names become code, with links to their entries. */
function markdownOf(header, links) {
  const code = (name) => {
    const link = links.get(name) ?? links.get(name.replace(/\(\)$/, ''));
    if (link === undefined) return `\`${name}\``;
    const page = link.page === header.page ? '' : `./${link.page.split('/').at(-1)}`;
    return `[\`${name}\`](${page}#${link.anchor})`;
  };
  const isCode =
    /`[^`]+`|"[^"]+"|\b(?:capsule|CAPSULE|fastmath|FASTMATH|napi|Napi|NODE)(?:_\w+|::\w+(?:<\w+>)?)(?:\(\))?|\bNULL\b|\b[a-z]\w*\(\)|\b\w+\[[^\]]+\](?:[*^]\w+(?:\[[^\]]+\])?)*|[^\s`"]*[*<>^{}][^\s`"]*/g;
  return (text) =>
    text.replaceAll(isCode, (found) => {
      if (found.startsWith('`')) return found;
      const end = /[.,;:)]+$/.exec(found)?.[0].replace(found.includes('(') ? ')' : '', '') ?? '';
      const name = end === '' || found.startsWith('"') ? found : found.slice(0, -end.length);
      return `${code(name)}${name === found ? '' : found.slice(name.length)}`;
    });
}
