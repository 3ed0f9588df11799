// Makes dist/templates of the examples: one folder for each role and language, from which "capsule new" starts, and one
// with the settings of an editor.
// Generated files, records of shipped versions and READMEs are not copied.
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const examples = join(root, 'examples');
const templates = fileURLToPath(new URL('dist/templates', import.meta.url));

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
const isCopied = (name) => !name.startsWith('.') && !skipped.has(name);

/** Copies files of an example; a path ends with a slash if it is a folder. */
function copy(template, from, files = readdirSync(join(examples, from)).filter(isCopied)) {
  for (const file of files) {
    const target = join(templates, template, file);
    mkdirSync(dirname(target), { recursive: true });
    cpSync(join(examples, from, file), target, { recursive: true });
  }
}

function edit(template, file, change) {
  const path = join(templates, template, file);
  writeFileSync(path, change(readFileSync(path, 'utf8')));
}

/** Sets the sources of the addon in CMakeLists.txt to the C and C++ files of native/. */
function listSources(template) {
  const sources = readdirSync(join(templates, template, 'native')).sort();
  edit(template, 'CMakeLists.txt', (text) => {
    const call = /^(capsule_add_addon\(\w+)[^)]*\)$/gm;
    if (text.match(call)?.length !== 1) throw new Error(`${template}: expected one capsule_add_addon.`);
    return text.replace(call, `$1 ${sources.map((name) => `native/${name}`).join(' ')})`);
  });
}

function native(template, base, from) {
  copy(template, base);
  if (from !== undefined) {
    rmSync(join(templates, template, 'native'), { recursive: true });
    copy(template, from);
  }
  listSources(template);
  cpSync(join(root, 'CMakePresets.json'), join(templates, template, 'CMakePresets.json'));
}

/** The modules that every crate has, and its own lib.rs, whose modules then lie beside it. */
function rust(template, base, from) {
  copy(template, base);
  for (const name of ['CMakeLists.txt', 'native']) rmSync(join(templates, template, name), { recursive: true });
  const modules = ['capsule', 'functions', 'napi', 'pin', 'table'].map((name) => `native/${name}.rs`);
  copy(template, '08-rust', ['Cargo.toml', 'Cargo.lock', 'build.js', ...modules]);
  cpSync(join(examples, '12-languages', 'build.rs'), join(templates, template, 'native', 'build.rs'));
  cpSync(join(examples, '12-languages', from, 'lib.rs'), join(templates, template, 'native', 'lib.rs'));
  edit(template, 'native/lib.rs', (text) => text.replaceAll(/^#\[path = .*\]\n/gm, ''));
  edit(template, 'package.json', (text) => {
    const { binary, devDependencies, ...content } = JSON.parse(text);
    const tools = ['cmake-js', 'node-addon-api', 'node-api-headers'];
    const rest = Object.entries(devDependencies).filter(([name]) => !tools.includes(name));
    const scripts = Object.entries(content.scripts).filter(([name]) => !['build:sanitize', 'prebuild'].includes(name));
    content.scripts = {
      ...Object.fromEntries(scripts),
      'build:native': 'node build.js',
      'build:debug': 'node build.js --debug',
    };
    return `${JSON.stringify({ ...content, devDependencies: Object.fromEntries(rest) }, undefined, 2)}\n`;
  });
}

rmSync(templates, { recursive: true, force: true });
native('produce-c', '03-produce');
native('produce-cpp', '03-produce', '12-languages/produce-cpp');
rust('produce-rust', '03-produce', 'produce-rust');
native('consume-c', '04-consume', '12-languages/consume-c');
native('consume-cpp', '04-consume');
rust('consume-rust', '04-consume', 'consume-rust');
for (const language of ['c', 'cpp', 'rust']) {
  const template = `open-${language}`;
  if (language === 'rust') rust(template, '04-consume', 'open-rust');
  else native(template, '04-consume', `12-languages/open-${language}`);
  copy(template, '12-languages/open');
}
cpSync(fileURLToPath(new URL('editor', import.meta.url)), join(templates, 'editor', '.vscode'), { recursive: true });
