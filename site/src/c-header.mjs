// Reads a public C header of this repository: its introduction, its sections, and each declaration with the comment
// above it. The headers have one form, which docs/architecture.md and CONTRIBUTING.md describe and this file requires:
// a comment directly above a declaration documents it, and a blank line ends the declaration.

/** @typedef {{ kind: 'text', text: string } | { kind: 'code', text: string }
 *   | { kind: 'list', style: 'arguments' | 'labels', items: { term: string, text: string }[] }} Block */
/** @typedef {{ names: string[], declaration: string, blocks: Block[], section: string }} Entry */

/** Labels of function blocks, in the order that the style prescribes. */
const label = /^(Returns|Rejects|Lifetime|Thread|Cost|Since) {2,}(\S.*)$/;
/** Labels of the rules in the introduction of a header. */
const rule = /^([A-Z][A-Za-z]+)\. {2,}(\S.*)$/;
/** An argument or a member in a column: its name, and text from the same column on. */
const column = /^ *([a-z]\w*(?:, [a-z]\w*)*) {2,}(\S.*)$/;

/** @returns {{ intro: Block[], entries: Entry[] }} */
export function readHeader(text, file) {
  const lines = withoutCxxDetails(text).split('\n');
  const entries = [];
  let section = '';
  let intro;
  for (let i = 0; i < lines.length; i++) {
    if (!lines[i].startsWith('/*')) continue;
    const start = i;
    while (!lines[i].includes('*/')) {
      i++;
      if (i === lines.length) throw new Error(`${file}:${start + 1}: a comment that does not end`);
    }
    const comment = lines.slice(start, i + 1).join('\n');
    const heading = /^\/\* -{4} (.+?) -+ \*\/$/.exec(comment);
    if (heading) section = heading[1];
    else if (intro === undefined) intro = blocksOf(comment, []);
    else if ((lines[i + 1] ?? '') !== '') {
      const end = endOfDeclaration(lines, i + 1);
      const source = lines.slice(i + 1, end).join('\n');
      const declaration = withoutBodies(source);
      const names = namesOf(declaration);
      if (names.length > 0) {
        entries.push({ names, declaration, section, blocks: blocksOf(comment, membersOf(declaration)) });
      }
      i = end - 1;
    }
  }
  if (intro === undefined) throw new Error(`${file}: expected a comment at its beginning`);
  return { intro, entries };
}

/** The line after a declaration: the next blank line outside of braces and of #if. */
function endOfDeclaration(lines, start) {
  let braces = 0;
  const conditions = [];
  let i = start;
  for (; i < lines.length; i++) {
    const line = lines[i];
    if (line.trim() === '' && braces === 0 && conditions.length === 0) break;
    if (/^#if/.test(line)) conditions.push(braces);
    else if (/^#el/.test(line)) braces = conditions.at(-1);
    else if (/^#endif/.test(line)) conditions.pop();
    else braces += count(line, '{') - count(line, '}');
  }
  return i;
}

const count = (text, character) => text.split(character).length - 1;

/** All names that a declaration defines. The first is its title. */
function namesOf(source) {
  const names = [];
  const add = (pattern) => names.push(...[...source.matchAll(pattern)].map(([, name]) => name));
  add(/^typedef [^;{]*?(\w+)\((?!\*)/gm); // typedef double fastmath_sum_fn(...)
  add(/^typedef struct (\w+)/gm);
  add(/^enum (\w+)/gm);
  add(/^ *#define (\w+)/gm);
  add(/^CAPSULE_CONSTANT \w+ (\w+)/gm);
  if (/^static inline/.test(source)) add(/^static inline [\s\S]*?(\w+)\(/g);
  add(/^(?:template <[^>]*>\s*)?(?:class|struct) (\w+)/gm);
  if (/^(?:template|inline)/.test(source) && names.length === 0) add(/^[\w:<>&* ]+? (\w+)\(/gm);
  if (/^enum/.test(source)) add(/^ {2}([A-Z]\w+)(?= =|,)/gm);
  return [...new Set(names)];
}

/** The names of arguments and members, for the columns of a comment. */
const membersOf = (declaration) => declaration.match(/\b\w+\b/g) ?? [];

/** Leaves out the bodies of functions, initializers of constructors and private members. */
function withoutBodies(source) {
  if (/^ *#/.test(source)) return source.trimEnd();
  const text = source.replace(/^private:[\s\S]*?(?=^\};)/m, '');
  const isType = /^(?:template <[^>]*>\s*)?(?:class|struct|enum|typedef)/.test(text);
  let depth = 0;
  let shown = '';
  for (const character of text) {
    if (character === '{') depth++;
    if (depth <= (isType ? 1 : 0)) shown += character;
    else if (character === '{' && depth === (isType ? 2 : 1)) shown = `${shown.trimEnd()};`;
    if (character === '}') depth--;
  }
  if (!isType && !shown.trimEnd().endsWith(';')) shown = shown.trimEnd();
  return /^(?:template|class)/.test(text)
    ? shown.replace(/\)( const)?( noexcept)?\s*\n? *: [^;{]*?(?:\{\}|\))*;/g, ')$1$2;').replace(/\n{2,}\};/, '\n};')
    : shown.trimEnd();
}

/** Leaves out namespace detail of C++, and opens namespace capsule. */
const withoutCxxDetails = (text) =>
  text
    .replace(/^namespace detail \{[\s\S]*?^\} \/\/ namespace detail\n/gm, '')
    .replace(/^(?:namespace capsule \{|\} \/\/ namespace capsule)$/gm, '');

/** @returns {Block[]} */
function blocksOf(comment, members) {
  const lines = comment
    .replace(/^\/\* ?/, '')
    .replace(/\s*\*\/$/, '')
    .split('\n')
    .map((line, i) => (i === 0 ? line : line.replace(/^ {1,3}/, '')));
  const blocks = [];
  const last = () => blocks.at(-1);
  let isOpen = false; // whether the next line can continue the last block
  for (const line of lines) {
    const found = label.exec(line) ?? rule.exec(line);
    const inColumn = column.exec(line);
    const isMember = inColumn?.[1].split(', ').every((name) => members.includes(name)) ?? false;
    if (line.trim() === '') isOpen = false;
    else if (found) addItem(blocks, 'labels', found[1], found[2]);
    else if (isMember) addItem(blocks, 'arguments', inColumn[1], inColumn[2]);
    else if (isOpen && last()?.kind === 'list' && /^ {4,}/.test(line)) last().items.at(-1).text += ` ${line.trim()}`;
    else if (/^ {2,}/.test(line)) {
      if (last()?.kind === 'code') last().text += `${isOpen ? '\n' : '\n\n'}${line.slice(2)}`;
      else blocks.push({ kind: 'code', text: line.slice(2) });
    } else if (isOpen && last()?.kind === 'text') last().text += ` ${line.trim()}`;
    else blocks.push({ kind: 'text', text: line.trim() });
    if (line.trim() !== '') isOpen = true;
  }
  return blocks;
}

function addItem(blocks, style, term, text) {
  const last = blocks.at(-1);
  if (last?.kind === 'list' && last.style === style) last.items.push({ term, text });
  else blocks.push({ kind: 'list', style, items: [{ term, text }] });
}
