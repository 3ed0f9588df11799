// Pages of the functions of @capsule/stats/promises. Their types are computed from those of @capsule/stats, and so are
// their pages and examples: typedoc shows no documentation for them.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { content } from './paths.mjs';

const stats = join(content, 'api', 'stats', 'functions');
const promises = join(content, 'api', 'stats-promises');

/** The end of the call whose parenthesis opens at a position. */
function endOfCall(code, opening) {
  let depth = 0;
  for (let i = opening; i < code.length; i++) {
    if (code[i] === '(') depth++;
    if (code[i] === ')' && --depth === 0) return i + 1;
  }
  throw new Error(`expected a closing parenthesis in ${code}`);
}

/** The example of a function of @capsule/stats, with promises; test/docstring-examples.test.ts runs it. */
export function promiseExample(code) {
  const [, list = ''] = /^import \{ (.+) \} from '@capsule\/stats';$/m.exec(code) ?? [];
  let result = code.replace("'@capsule/stats'", "'@capsule/stats/promises'");
  for (const name of list.split(', ')) {
    for (let at = 0; ; ) {
      const start = result.indexOf(`${name}(`, at);
      if (start < 0) break;
      at = start + name.length;
      if (/\w/.test(result[start - 1] ?? '')) continue;
      const end = endOfCall(result, at);
      const call = `await ${result.slice(start, end)}`;
      const awaited = /^[.?[]/.test(result.slice(end)) ? `(${call})` : call;
      result = result.slice(0, start) + awaited + result.slice(end);
      at = start + awaited.length;
    }
  }
  return result;
}

/** The declaration of a function, with a promise as its result and the option `signal`. */
function promiseDeclaration(declaration) {
  const [, name, given, result] = /^function (\w+)\(([\s\S]*)\): (.*);$/.exec(declaration);
  const parameters = given
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
  const last = parameters.at(-1);
  if (/^options\?/.test(last)) parameters[parameters.length - 1] = `${last} & AbortOptions`;
  else parameters.push('options?: AbortOptions');
  return `function ${name}(${parameters.join(', ')}): Promise<${result}>;`;
}

/** Writes a page for each function, in place of the one that typedoc wrote. */
export function writePromisePages() {
  const index = join(promises, 'index.md');
  let list = readFileSync(index, 'utf8');
  mkdirSync(join(promises, 'functions'), { recursive: true });
  for (const file of readdirSync(join(promises, 'variables')).filter((each) => /^[a-z]/.test(each))) {
    const text = readFileSync(join(stats, file), 'utf8');
    const [, declaration] = /^```ts\n(function [\s\S]*?)\n```$/m.exec(text);
    const [, sentence] = /^```\n\n([\s\S]*?)\n\n/m.exec(text);
    const [, example] = /## Example\n\n```ts\n([\s\S]*?)\n```/.exec(text);
    const name = file.replace('.md', '');
    writeFileSync(
      join(promises, 'functions', file),
      `# ${name}()

\`\`\`ts
${promiseDeclaration(declaration)}
\`\`\`

${sentence}

Arguments, result and errors are those of [${name}()](../../stats/functions/${file}). It is computed on another thread,
from a copy of the values: the arguments are read and checked before the call returns, and errors reject the promise.
\`signal\` aborts it: [AbortOptions](../interfaces/AbortOptions.md).

## Example

\`\`\`ts
${promiseExample(example)}
\`\`\`
`,
    );
    rmSync(join(promises, 'variables', file));
    list = list.replace(`(variables/${file})`, `(functions/${file})`);
  }
  writeFileSync(index, list);
}
