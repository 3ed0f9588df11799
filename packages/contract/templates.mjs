// Makes dist/templates.json of the examples: the files of a package for each role and language, from which "capsule new"
// starts, and the settings of an editor. It is one file, because tools that check packages would read package.json files
// in it. Generated files, records of shipped versions and READMEs are not included.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const output = fileURLToPath(new URL('dist/templates.json', import.meta.url));

const skipped = new Set([
  'README.md',
  'abi',
  'bindings',
  'build',
  'build-check',
  'include',
  'node_modules',
  'prebuilds',
]);
const isIncluded = (name) => !name.startsWith('.') && !skipped.has(name);

/** The files of a folder, as an object of paths and texts. */
function read(folder, path = '') {
  const entries = readdirSync(join(folder, path), { withFileTypes: true }).filter(({ name }) => isIncluded(name));
  return Object.assign(
    {},
    ...entries.map((entry) => {
      const file = `${path}${entry.name}`;
      return entry.isDirectory() ? read(folder, `${file}/`) : { [file]: readText(folder, file) };
    }),
  );
}

/** The text of a file, with the line ends of git's index. */
const readText = (...path) => readFileSync(join(...path), 'utf8').replaceAll('\r\n', '\n');

const example = (name) => read(join(root, 'examples', name));
const languages = example('12-languages');
/** The files in a folder of 12-languages. */
const variant = (folder) =>
  Object.fromEntries(
    Object.entries(languages).flatMap(([file, text]) =>
      file.startsWith(`${folder}/`) ? [[file.slice(folder.length + 1), text]] : [],
    ),
  );
const without = (files, pattern) => Object.fromEntries(Object.entries(files).filter(([file]) => !pattern.test(file)));

/** A package in C or C++; if a variant is given, with its files and its sources. */
function native(base, replaced) {
  const files = replaced === undefined ? base : { ...without(base, /^native\//), ...replaced };
  const sources = Object.keys(files).filter((file) => file.startsWith('native/'));
  const call = /^(capsule_add_addon\(\w+)[^)]*\)$/gm;
  if (files['CMakeLists.txt'].match(call)?.length !== 1) throw new Error('expected one capsule_add_addon.');
  return {
    ...files,
    'CMakeLists.txt': files['CMakeLists.txt'].replace(call, `$1 ${sources.sort().join(' ')})`),
    'CMakePresets.json': readText(root, 'CMakePresets.json'),
  };
}

/**
 * A crate: its own lib.rs, and the modules of 08-rust, which then lie beside it. The functions and promises of a producer
 * for JavaScript are generated in C, so that a crate has none.
 */
function rust(base, replaced) {
  const crate = example('08-rust');
  const shared = ['Cargo.toml', 'Cargo.lock', 'build.js'];
  const modules = ['capsule', 'functions', 'napi', 'pin', 'table'].map((name) => `native/${name}.rs`);
  const { 'lib.rs': library, ...others } = replaced;
  return {
    ...without(base, /^(native\/|(CMakeLists\.txt|promises\.js)$)/),
    ...others,
    'package.json': withCargo(base['package.json']),
    ...Object.fromEntries([...shared, ...modules].map((file) => [file, crate[file]])),
    'native/build.rs': languages['build.rs'],
    'native/lib.rs': library.replaceAll(/^#\[path = .*\]\n/gm, ''),
  };
}

/** A package.json whose scripts call cargo instead of CMake. */
function withCargo(text) {
  const { binary, devDependencies, scripts, ...content } = JSON.parse(text);
  for (const name of ['cmake-js', 'node-addon-api', 'node-api-headers']) delete devDependencies[name];
  for (const name of ['build:sanitize', 'prebuild']) delete scripts[name];
  delete content.exports['./promises'];
  Object.assign(scripts, { 'build:native': 'node build.js', 'build:debug': 'node build.js --debug' });
  return JSON.stringify({ ...content, scripts, devDependencies });
}

const producer = example('03-produce');
const consumer = example('04-consume');
const smallest = { ...consumer, ...variant('open') };
const editor = read(fileURLToPath(new URL('editor', import.meta.url)));

const templates = {
  'produce-c': native(producer),
  'produce-cpp': native(producer, variant('produce-cpp')),
  'produce-rust': rust(producer, variant('produce-rust')),
  'consume-c': native(consumer, variant('consume-c')),
  'consume-cpp': native(consumer),
  'consume-rust': rust(consumer, variant('consume-rust')),
  'open-c': native(smallest, variant('open-c')),
  'open-cpp': native(smallest, variant('open-cpp')),
  'open-rust': rust(smallest, variant('open-rust')),
  editor: Object.fromEntries(Object.entries(editor).map(([file, text]) => [`.vscode/${file}`, text])),
};
mkdirSync(dirname(output), { recursive: true });
writeFileSync(output, `${JSON.stringify(templates, undefined, 1)}\n`);
