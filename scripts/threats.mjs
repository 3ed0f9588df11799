// Verifies that every row of docs/threats.md and docs/peers.md names a test that exists, or says that it is open and why.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './workspaces.mjs';

const documents = ['threats.md', 'peers.md'].map((name) => join('docs', name));

/** Whether a title is the first argument of a call, as that of a test is. Skipped tests are refused by the linter. */
function isTitle(source, title) {
  return ["'", '"', '`'].some((quote) => source.replaceAll(/\(\s+/g, '(').includes(`(${quote}${title}${quote},`));
}

/** What is wrong with the rows of a document. The last cell of each names its test; the one before says if it is open. */
function problemsOf(document) {
  const lines = readFileSync(join(root, document), 'utf8').split('\n');
  return lines.flatMap((line, i) => {
    if (!/^\|(?! ---)/.test(line) || / \| test \|$/.test(line)) return [];
    const where = `${document}:${i + 1}`;
    const [test = '', happens = ''] = line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim())
      .reverse();
    if (/^open: ./.test(happens) && test === '') return [];
    const [, file, title] = /^\[[^\]]+\]\(([^)]+)\) "(.+)"$/.exec(test) ?? [];
    if (file === undefined)
      return [`${where}: expected [name](file) "title", or "open: why", found ${test || 'nothing'}`];
    const path = join(root, dirname(document), file);
    const source = existsSync(path) ? readFileSync(path, 'utf8').replaceAll("\\'", "'") : '';
    return isTitle(source, title) ? [] : [`${where}: expected a test "${title}" in ${file}, found none`];
  });
}

/** Prints what is wrong, and says whether nothing is. */
export function threatsAreTested() {
  const problems = documents.flatMap(problemsOf);
  for (const problem of problems) console.log(problem);
  return problems.length === 0;
}
