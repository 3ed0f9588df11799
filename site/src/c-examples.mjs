// The examples of C and C++ functions: regions of the sources in site/reference, an addon that test/reference.test.ts
// builds and runs. "#region NAME ..." in a comment names the entries of the header that the file is named after.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { site } from './paths.mjs';

const folder = join(site, 'reference', 'native');
const headers = { capsule: 'capsule.h', fastmath: 'fastmath.h' };

/** @returns {Map<string, string>} the code of each example, by "<header> <name>" */
export function readExamples() {
  const examples = new Map();
  for (const file of readdirSync(folder).filter((name) => /\.(?:c|cc)$/.test(name))) {
    const text = readFileSync(join(folder, file), 'utf8');
    for (const [, names, code] of text.matchAll(
      /^ *(?:\/\*|\/\/) #region ([^*\n]+?)(?: \*\/)?\n([\s\S]*?)^ *(?:\/\*|\/\/) #endregion/gm,
    )) {
      for (const name of names.split(' ')) {
        const [header, entry] = name.includes('/') ? name.split('/') : [headerOf(file), name];
        const key = `${header} ${entry}`;
        examples.set(key, [...(examples.has(key) ? [examples.get(key), ''] : []), dedent(code)].join('\n'));
      }
    }
  }
  return examples;
}

const headerOf = (file) => {
  const name = file.replace(/\.cc?$/, '');
  return file.endsWith('.cc') ? `${name}.hpp` : (headers[name] ?? `${name}.h`);
};

function dedent(code) {
  const lines = code.trimEnd().split('\n');
  const indent = Math.min(...lines.filter((line) => line.trim() !== '').map((line) => /^ */.exec(line)[0].length));
  return lines.map((line) => line.slice(indent)).join('\n');
}
