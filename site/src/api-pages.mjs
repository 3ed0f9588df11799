// Overviews of the API: one page for all packages and headers, and one for each package.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { headerPages } from './c-pages.mjs';
import { content, writePage } from './paths.mjs';
import { writePromisePages } from './promise-pages.mjs';

const folders = {
  functions: 'Functions',
  variables: 'Values',
  classes: 'Classes',
  interfaces: 'Types',
  'type-aliases': 'Types',
};

const about = {
  core: 'The capsule in JavaScript: labels, tickets, views of data, errors, and the loader of addons.',
  contract: 'Contracts in TypeScript, from which the `capsule` command generates headers.',
  fastmath: 'A producer: vector kernels with SIMD and threads, which return the same bits everywhere.',
  random: 'Random generators as instances: any addon can draw from them, and bring its own.',
  stats: 'A consumer: statistics that call the kernels of fastmath from C.',
  'stats-promises': 'The statistics as promises, computed on other threads.',
};

const aboutHeader = {
  'capsule.h': 'seal, open, hold and release; the label',
  'capsule_import.h': 'import of one major of a contract',
  'capsule_function.h': 'one C function with its context',
  'capsule_instance.h': 'one object: its state, and the table of its functions',
  'capsule_data.h': 'memory with a type and a shape',
  'capsule_owned.h': 'contents with a size, and their end',
  'capsule_arrow.h': 'Arrow columns, tables and streams',
  'capsule_dlpack.h': 'data capsules and DLPack tensors',
  'capsule.hpp': 'handles for C++17 and node-addon-api',
  'capsule_instance.hpp': 'instances for C++17 and node-addon-api',
  'abi.h': 'the structs that addons share',
  'fastmath.h': 'the table of `@capsule/fastmath`',
  'fastmath_node.h': 'seal, open and import that table',
};

/** The exports of a package: `{ name, group, page, summary }`, in the order of their pages. */
function exportsOf(folder) {
  const index = readFileSync(join(content, 'api', folder, 'index.md'), 'utf8');
  return [...index.matchAll(/^- \[(.+?)\]\(((.+?)\/.+?\.md)\)$/gm)].map(([, title, page, kind]) => {
    const text = readFileSync(join(content, 'api', folder, page), 'utf8');
    return { name: title.replaceAll('\\', ''), group: folders[kind], page, summary: summaryOf(text) };
  });
}

/** The first sentence after the first declaration. */
function summaryOf(text) {
  const afterCode = text.split(/^```$/m)[1] ?? text.replace(/^(?:---[\s\S]*?---\n)?# .*$/m, '');
  const [paragraph = ''] = afterCode.trim().split('\n\n');
  const line = paragraph.replaceAll('\n', ' ');
  if (/^(?:#|\||```)/.test(line)) return '';
  return (/^.*?[^.\d][.:](?= [A-Z1-9]|$)/.exec(line)?.[0] ?? line).replace(/[.:]$/, '');
}

/** Interfaces whose methods are the exported functions. The search finds the functions instead. */
const isGroup = (text) => /^## Extended by\n\n- \[`?Stats/m.test(text) || text.startsWith('# Stats\n');

/**
 * Improves a page that typedoc wrote: names the package and the overloads, links "as mean()" to that function, and
 * makes labels of the headings within a function, so that the search finds functions and not their parts.
 */
function improve(text, name, functions) {
  const improved = text
    .replaceAll(/\\?<`?ArrayBufferLike`?\\?>/g, '')
    .replace(/^# (.*)$/m, `# $1 <span class="package">${name}</span>`)
    .replaceAll(
      /^(#+) Call Signature\n\n```ts\nfunction (\w+)(?:<[^(]*>)?\(([\s\S]*?)\n?\): (.*);$/gm,
      (found, level, called, given, result) => {
        const parameters = [...given.matchAll(/(?:^|, ?)\s*(\w+)\??: /g)].map(([, parameter]) => parameter);
        const overload = `${called}(${parameters.join(', ')}): ${result}`.replaceAll(/[<>|]/g, '\\$&');
        return found.replace(`${level} Call Signature`, `${level} ${overload}`);
      },
    )
    .replaceAll(
      /^#{2,6} (Parameters|Returns|Throws|Example|Type Parameters?|Type Declaration|Extended by|Extends)$/gm,
      '**$1**',
    )
    .replaceAll(/^(as |the errors of )(\w+)\(\)(?! of `)/gm, (found, before, called) =>
      functions.has(called) ? `${before}[${called}()](../functions/${called}.md)` : found,
    );
  return isGroup(text) ? `---\nsearch: false\n---\n${improved}` : improved;
}

/**
 * Replaces the indexes that typedoc wrote, and improves its pages.
 *
 * @returns `{ folder, name, exported }` of each package
 */
export function writeApiPages(packages) {
  writePromisePages();
  const all = packages.map(({ folder, name }) => ({ folder, name, exported: exportsOf(folder) }));
  for (const { folder, name, exported } of all) {
    const functions = new Set(exported.flatMap((each) => (each.group === 'Functions' ? [each.name] : [])));
    for (const { page } of exported) {
      const file = join(content, 'api', folder, page);
      writeFileSync(file, improve(readFileSync(file, 'utf8'), name, functions));
    }
    const tables = ['Functions', 'Classes', 'Values', 'Types'].flatMap((group) => {
      const rows = exported.filter((each) => each.group === group);
      if (rows.length === 0) return [];
      const lines = rows.map(({ name: title, page, summary }) => `| [\`${title}\`](./${page}) | ${cell(summary)} |`);
      return [`## ${group}`, ['| name | |', '| --- | --- |', ...lines].join('\n')];
    });
    const readme = `../../packages/${name.split('/')[1]}/index.md`;
    const intro = `${about[folder]} Since 0.1.0. Overview: [README](${readme}).`;
    writePage(`api/${folder}/index.md`, [`# ${name}`, intro, ...tables, ''].join('\n\n'));
  }
  writePage('api/index.md', overview(all));
  return all;
}

const cell = (text) =>
  text
    .replaceAll('|', '\\|')
    .replaceAll('../', '')
    .replaceAll(/\[([^\]]+)\]\([^)]*\)/g, '$1');

function overview(all) {
  const packages = all.map(({ folder, name, exported }) => {
    const list = exported
      .filter(({ group }) => group !== 'Types')
      .map(({ name: title, page }) => `[\`${title}\`](./${folder}/${page})`);
    return `### [${name}](./${folder}/index.md)\n\n${about[folder]}\n\n${list.join(' ')}`;
  });
  const headers = headerPages.map(
    ({ name, page }) => `| [${name}](./${page.slice('api/'.length)}) | ${aboutHeader[name]} |`,
  );
  return `# API

Every function, type and macro, each with an example that a test compiles and runs.

## C and C++

| header | |
| --- | --- |
${headers.join('\n')}

## TypeScript

${packages.join('\n\n')}
`;
}
