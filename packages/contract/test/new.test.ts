import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { refusal } from '@capsule/test-support/refusal';
import { linuxOnly, skipWithout } from '@capsule/test-support/skip';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { plan } from '../src/new/create.js';
import { type Kind, kinds, type NewOptions } from '../src/new/options.js';
import { replaceNames } from '../src/new/template.js';
import { checkFolders, writeFolders } from '../src/new/write-folders.js';

// The folder is outside of the repository, and has a space and letters that are not ASCII in its path.
const outside = mkdtempSync(join(tmpdir(), 'capsule new ü '));
const bin = join(__dirname, '..', 'bin', 'capsule.js');
const example = join(__dirname, '..', '..', '..', 'examples', '03-produce');
const before = process.cwd();
beforeEach(() => process.chdir(mkdtempSync(join(outside, 'test-'))));
afterEach(() => process.chdir(before));
afterAll(() => rmSync(outside, { recursive: true, force: true }));

const spawn = (...args: string[]) =>
  spawnSync(process.execPath, [bin, 'new', ...args], { encoding: 'utf8', timeout: 60_000 });
/** Plans new packages, and returns their files with the paths from the current folder. */
async function filesOf(kind: Kind, name: string, options: NewOptions = {}): Promise<Map<string, string>> {
  const { folders } = await plan(kind, name, options);
  return new Map(
    folders.flatMap(({ folder, files }) =>
      [...files].map(([file, text]) => [`${folder.slice(process.cwd().length + 1)}/${file}`, text]),
    ),
  );
}
/** The error of a promise, as plain data. */
const refusalOf = async (promise: Promise<unknown>) => {
  const error = await promise.then(
    () => new Error('expected an error, found none'),
    (cause) => cause,
  );
  return refusal(() => {
    throw error;
  });
};
const rejected = (kind: Kind, name: string, options: NewOptions = {}) => refusalOf(plan(kind, name, options));

describe('names', () => {
  const npm = 'a name that npm accepts';
  const usable = 'a name whose last part is also usable in C, CMake and as a folder on Windows';
  const noPath = 'the name of a package, not a path';

  test.each([
    ['toString', npm],
    ['has space', npm],
    ['ünder', npm],
    ['', npm],
    ['.', npm],
    ['a~b', npm],
    ['%41', npm],
    ['node_modules', npm],
    ['@acme/favicon.ico', npm],
    ['@/x', npm],
    ['@acme/', npm],
    ['x'.repeat(215), npm],
    ['@my/geo:metry', npm],
    ['int', usable],
    ['class', usable],
    ['__proto__', npm],
    ['3d', usable],
    ['near', usable],
    ['linux', usable],
    ['capsule', usable],
    ['napi', usable],
    ['test', usable],
    ['all', usable],
    ['con', usable],
    ['@acme/aux', usable],
    ['nul', usable],
    ['com1', usable],
    ['con.x', usable],
    ['lpt9.tar', usable],
    ['../x', noPath],
    ['a/b', noPath],
    ['a\\b', noPath],
    ['C:\\x', noPath],
    ['@a/b/c', noPath],
  ])('rejects %j', async (name, expected) => {
    for (const kind of ['producer', 'pair'] as const) {
      expect(await rejected(kind, name)).toMatchObject({ code: 'ERR_CONTRACT_PACKAGE_NAME_UNUSABLE', expected });
    }
    expect(readdirSync('.')).toEqual([]);
  });

  test('rejects a name with the whole message', async () => {
    const { message } = await rejected('producer', '@acme/int');
    expect(message).toBe(
      `Creating a package: expected ${usable}, found '@acme/int'. Begin it with a letter, and use no keyword or reserved name.`,
    );
  });

  test.each(['match', 'crate', 'self'])('rejects %s in Rust only', async (name) => {
    expect(await rejected('producer', name, { language: 'rust' })).toMatchObject({ expected: usable });
    expect((await plan('producer', name, {})).names).toEqual([`@my/${name}`]);
  });

  test.each(['cmake-js', 'node-addon-api'])('rejects a consumer named as its dependency %s', async (name) => {
    expect(await rejected('consumer', name, { contract: example })).toMatchObject({
      expected: 'a name that no dependency of the package has',
    });
  });

  test.each(['constructor', 'http', 'rows', 'table', 'value', 'manhattan', 'fast-math', 'nearest', 'distance'])(
    'accepts %s',
    async (name) => {
      const prefix = name.replaceAll('-', '_');
      const files = await filesOf('producer', `@acme/${name}`);
      expect(files.get(`${name}/${prefix}.contract.ts`)).toContain(`'@acme/${name}'`);
      expect(files.get(`${name}/native/addon.c`)).toContain(`${prefix}_seal(env, &${prefix}_table)`);
      expect(files.get(`${name}/CMakeLists.txt`)).toContain(
        `capsule_add_addon(${prefix} native/addon.c native/table.c)`,
      );
    },
  );

  test('replaces identifiers, and no parts of words', () => {
    const names = new Map([
      ['distance', 'nearest'],
      ['nearest', 'other'],
    ]);
    const text = 'distance distance_api <distance/distance.h> distances to_distance nearestRow nearest $distance';
    const replaced = 'nearest nearest_api <nearest/nearest.h> distances to_distance nearestRow other $distance';
    expect(replaceNames(text, names)).toBe(replaced);
  });

  test.each(['c', 'c++', 'rust', 'c,rust', 'rust,c++'])(
    'leaves no name of the examples in a pair in %s',
    async (language) => {
      for (const [file, text] of await filesOf('pair', 'geometry', { language })) {
        // nearestRow is a function of the sample.
        expect(`${file}\n${text.replaceAll(/(find_)?nearest_?row/gi, '')}`).not.toMatch(/example|distance|nearest/i);
      }
    },
  );
});

describe('scopes', () => {
  const namesOf = async (...args: Parameters<typeof plan>) => (await plan(...args)).names;

  test('a producer without one gets one, because contracts need it', async () => {
    expect(await namesOf('pair', 'geometry', {})).toEqual(['@my/geometry', '@my/geometry-consumer']);
    expect(await namesOf('consumer', 'reports', { contract: example })).toEqual(['reports']);
  });

  test('--scope and the scope of the name', async () => {
    expect(await namesOf('producer', 'geometry', { scope: '@acme' })).toEqual(['@acme/geometry']);
    expect(await namesOf('producer', 'geometry', { scope: 'acme' })).toEqual(['@acme/geometry']);
    expect(await namesOf('producer', '@acme/geometry', { scope: '@acme' })).toEqual(['@acme/geometry']);
    expect(await rejected('producer', '@acme/geometry', { scope: '@other' })).toMatchObject({
      code: 'ERR_CONTRACT_ARGUMENT_UNUSABLE',
      message:
        "Creating a package: expected the scope @other of --scope, found the name '@acme/geometry'. Leave out one of the two scopes.",
    });
  });

  test.each(['@', 'Foo', '@a/b', '', '__proto__ '])('rejects the scope %j', async (scope) => {
    expect(await rejected('producer', 'geometry', { scope })).toMatchObject({
      code: 'ERR_CONTRACT_ARGUMENT_UNUSABLE',
      expected: 'a scope of npm for --scope, like @yours',
    });
  });
});

describe('options', () => {
  test.each(['go', '', 'constructor', '__proto__', 'c,c,c', 'c,'])('rejects the language %j', async (language) => {
    expect(await rejected('pair', 'geometry', { language })).toMatchObject({
      expected: 'c, c++ or rust, or two of these with a comma, for --language',
    });
  });

  test('rejects two languages for one package, and --contract for a producer', async () => {
    expect((await rejected('producer', 'x', { language: 'c,c++' })).expected).toBe('c, c++ or rust for --language');
    expect((await rejected('producer', 'x', { contract: 'y' })).expected).toBe('no --contract for a producer');
    expect((await rejected('pair', 'x', { contract: 'y' })).expected).toBe('no --contract for a pair');
  });

  test.each(['./nope.tgz', '/nope', 'a/b', 'C:\\x.tgz', 'core.tgz', '$(x)', ''])('rejects --core %j', async (core) => {
    expect(await rejected('producer', 'x', { core })).toMatchObject({
      expected: 'a version, or the path of an archive or a folder, for --core',
    });
  });

  test('--core is a version, or an archive beside that of contract', async () => {
    const dependencies = async (core: string) => {
      const { dependencies, devDependencies } = JSON.parse(
        (await filesOf('producer', 'x', { core })).get('x/package.json') ?? '',
      );
      return [dependencies['@capsule/core'], devDependencies['@capsule/contract']];
    };
    expect((await dependencies('^1.2.0'))[0]).toBe('^1.2.0');
    expect((await dependencies('next'))[0]).toBe('next');
    mkdirSync('archives');
    writeFileSync('archives/capsule-core-0.1.0.tgz', '');
    expect((await dependencies('archives/capsule-core-0.1.0.tgz'))[0]).toBe('file:../archives/capsule-core-0.1.0.tgz');
  });

  test('without --core the packages depend on this installation', async () => {
    const { dependencies } = JSON.parse((await filesOf('producer', 'x')).get('x/package.json') ?? '');
    expect(dependencies['@capsule/core']).toMatch(/^file:.*\/packages\/core$/);
  });

  test('a consumer needs a producer', async () => {
    expect((await rejected('consumer', 'x')).message).toBe(
      'Creating a consumer: expected --contract <package>, the producer whose functions it calls, found none. To create both, use "capsule new pair".',
    );
    for (const contract of ['@no/such', './nope', '', '..']) {
      expect(await rejected('consumer', 'x', { contract })).toMatchObject({ code: 'ERR_CONTRACT_PRODUCER_MISSING' });
    }
  });

  test('a consumer in Rust needs the Rust module of its producer', async () => {
    const installed = join('node_modules', '@acme', 'math');
    mkdirSync(join(installed, 'include', 'math'), { recursive: true });
    writeFileSync(join(installed, 'package.json'), '{"name":"@acme/math","version":"1.2.3"}');
    const header = '    {"sum", "f64(*f64,usize)", 0, 0},\n    CAPSULE_CONTRACT("@acme/math", 1, 0, math_entries);\n';
    writeFileSync(join(installed, 'include', 'math', 'math_node.h'), header);
    const files = await filesOf('consumer', 'reports', { contract: '@acme/math' });
    expect(files.get('reports/native/addon.cc')).toContain('#include <math/math_node.h>');
    expect(JSON.parse(files.get('reports/package.json') ?? '').dependencies['@acme/math']).toBe('^1.2.3');
    expect((await rejected('consumer', 'reports', { contract: '@acme/math', language: 'rust' })).message).toBe(
      "Creating a consumer: expected bindings/math.rs in @acme/math, found none. Its contract needs { languages: ['rust'] } as the last argument.",
    );
  });

  test('a consumer of a producer with several majors is made for the newest', async () => {
    const installed = join('node_modules', '@acme', 'majors');
    for (const [prefix, major] of [
      ['majors_v10', 10],
      ['majors', 1],
      ['majors_v2', 2],
    ]) {
      mkdirSync(join(installed, 'include', `${prefix}`), { recursive: true });
      const header = `    {"f", "f64()", 0, 0},\n    CAPSULE_CONTRACT("@acme/majors", ${major}, 0, ${prefix}_entries);\n`;
      writeFileSync(join(installed, 'include', `${prefix}`, `${prefix}_node.h`), header);
    }
    writeFileSync(join(installed, 'package.json'), '{"name":"@acme/majors","version":"1.2.3"}');
    const files = await filesOf('consumer', 'reports', { contract: '@acme/majors' });
    expect(files.get('reports/native/addon.cc')).toContain('#include <majors_v10/majors_v10_node.h>');
    expect(files.get('reports/index.js')).toContain("const { capsule_v10: capsule } = require('@acme/majors');");
  });

  test.each([
    ["@acme/x'); process.exit(7); ('", 'math', 'a package with the unusable name'],
    ['@acme/math\n#include </etc/passwd>', 'math', 'a package with the unusable name'],
    ['@acme/math', 'math;system("x")', 'a package without a contract'],
    ['@acme/math', 'a b', 'a package without a contract'],
    ['@acme/math', 'capsule', 'a package without a contract'],
  ])('a consumer is not generated from the name %j and the prefix %j', async (name, prefix, found) => {
    const folder = join('producer', 'include', prefix);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join('producer', 'package.json'), JSON.stringify({ name, version: '1.0.0' }));
    writeFileSync(join(folder, `${prefix}_node.h`), `CAPSULE_CONTRACT("${name}", 1, 0, entries);\n`);
    const error = await rejected('consumer', 'reports', { contract: './producer' });
    expect(error).toMatchObject({ code: 'ERR_CONTRACT_PRODUCER_MISSING', found: expect.stringContaining(found) });
  });

  test('a consumer calls the functions of the sample only if its producer has them', async () => {
    const same = await filesOf('consumer', 'x', { contract: example });
    const other = await filesOf('consumer', 'x', { contract: join(example, '..', '..', 'packages', 'fastmath') });
    expect(same.get('x/native/addon.cc')).toContain('distance_->manhattan(');
    expect(other.get('x/native/addon.cc')).toContain('fastmath_->variant');
    expect(await rejected('consumer', '@example/distance', { contract: example })).toMatchObject({
      expected: 'another name than that of the producer',
    });
  });
});

describe('folders', () => {
  const write = async (name: string, options?: NewOptions) => {
    const { folders } = await plan('producer', name, options ?? {});
    checkFolders(folders);
    writeFolders(folders);
  };
  const refused = (name: string, options?: NewOptions) => refusalOf(write(name, options));

  test('an empty folder is used, and one with a file is not changed', async () => {
    mkdirSync('geometry');
    await write('geometry');
    expect(readdirSync('.')).toEqual(['geometry']);
    writeFileSync('geometry/README.md', 'mine');
    expect((await refused('geometry')).message).toBe(
      `Creating a package: expected no folder, or an empty one, at geometry, found the file ${join('geometry', '.gitignore')}. ` +
        'Choose another name, or another parent folder with --folder. No file was changed.',
    );
    expect(readFileSync('geometry/README.md', 'utf8')).toBe('mine');
  });

  test('a file, a link or a file in place of a parent is not replaced', async () => {
    writeFileSync('geometry', 'mine');
    symlinkSync('nowhere', 'linked');
    expect(await refused('geometry')).toMatchObject({ code: 'ERR_CONTRACT_FOLDER_EXISTS', found: 'a file' });
    expect(await refused('linked')).toMatchObject({ code: 'ERR_CONTRACT_FOLDER_EXISTS', found: 'a file' });
    expect(await refused('x', { folder: 'geometry' })).toMatchObject({ found: 'the file geometry' });
    expect(readdirSync('.').sort()).toEqual(['geometry', 'linked']);
  });

  test('parent folders are created', async () => {
    await write('geometry', { folder: 'a b/日本' });
    expect(existsSync('a b/日本/geometry/geometry.contract.ts')).toBe(true);
  });

  test('nothing is left of folders that cannot be written', linuxOnly, async () => {
    expect(await refused('x', { folder: '/proc/new/folder' })).toMatchObject({ code: 'ERR_CONTRACT_FILE_UNWRITABLE' });
    const { folders } = await plan('producer', 'geometry', { folder: 'new' });
    const broken = {
      folder: join(process.cwd(), 'second'),
      files: new Map([
        ['a', ''],
        ['a/b', ''],
      ]),
    };
    const error = refusal(() => writeFolders([...folders, broken]));
    expect(error).toMatchObject({ code: 'ERR_CONTRACT_FILE_UNWRITABLE' });
    expect(readdirSync('.')).toEqual([]);
  });

  test('a folder that the user cannot write (requires root)', skipWithout('root', process.getuid?.() === 0), () => {
    mkdirSync('theirs', { mode: 0o755 });
    execFileSync('chmod', ['-R', 'a+rX', outside]);
    const { status, stderr } = spawnSync(process.execPath, [bin, 'new', 'producer', 'x', '--folder', 'theirs'], {
      encoding: 'utf8',
      uid: 65534,
      gid: 65534,
    });
    // The home of root, in which the repository may be, is not readable for others.
    if (stderr.includes('Cannot find module')) return;
    expect({ status, stderr }).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('expected a folder that can be written, theirs'),
    });
    expect(readdirSync('theirs')).toEqual([]);
  });

  test('inside of a workspace a package goes into it', async () => {
    writeFileSync('package.json', '{"name":"@acme/root","workspaces":["libs/*","apps/**"]}');
    const { folders, names, workspace } = await plan('pair', 'geometry', {});
    expect(folders.map(({ folder }) => folder)).toEqual(
      ['geometry', 'geometry-consumer'].map((name) => join(process.cwd(), 'libs', name)),
    );
    expect(names).toEqual(['@acme/geometry', '@acme/geometry-consumer']);
    expect(workspace?.isClone).toBe(false);
    expect(folders[0]?.files.has('.gitignore')).toBe(false);
    const apps = await plan('producer', 'geometry', { folder: 'apps/native' });
    expect(apps.workspace).toBeDefined();
    const elsewhere = await plan('producer', 'geometry', { folder: 'elsewhere' });
    expect(elsewhere.workspace).toBeUndefined();
    expect(elsewhere.folders[0]?.files.has('.gitignore')).toBe(true);
  });

  test.each([
    ['packages/*', true],
    ['packages/**', true],
    ['**', true],
    ['./packages/*/', true],
    ['pack*s/*try', true],
    ['**/geometry', true],
    ['packages/geometry', true],
    ['packages', false],
    ['packages/*/*', false],
    ['*', false],
    ['../**', false],
    [`packages/${'g*'.repeat(40)}x`, false],
    [`${'**/'.repeat(400)}x`, false],
    ['*'.repeat(100_000), false],
  ])('the pattern %s of workspaces matches packages/geometry: %s', async (pattern, expected) => {
    mkdirSync('packages');
    writeFileSync('package.json', JSON.stringify({ workspaces: [pattern] }));
    const { workspace } = await plan('producer', '@acme/geometry', { folder: 'packages' });
    expect(workspace !== undefined).toBe(expected);
    writeFileSync('package.json', JSON.stringify({ workspaces: [pattern, '!packages/geo*'] }));
    expect((await plan('producer', '@acme/geometry', { folder: 'packages' })).workspace).toBeUndefined();
    expect((await plan('producer', '@acme/geometry', { folder: '../packages' })).workspace).toBeUndefined();
  });

  test('inside of a workspace of pnpm, too', async () => {
    writeFileSync('pnpm-workspace.yaml', "packages:\n  - 'native/*'\n  - tools\n");
    const { folders } = await plan('producer', 'geometry', {});
    expect(folders[0]?.folder).toBe(join(process.cwd(), 'native', 'geometry'));
    for (const text of [
      `packages:${'\n'.repeat(100_000)}  - native/*`,
      "packages: # all\r\n- 'native/*' # one\r\n\r\n # none\r\ncatalog:\r\n- no/*\r\n",
    ]) {
      writeFileSync('pnpm-workspace.yaml', text);
      expect((await plan('producer', 'geometry', {})).workspace?.patterns).toEqual(['native/*']);
    }
  });

  test('in a clone the package has the tasks of turbo, and the scope of the clone', async () => {
    process.chdir(join(__dirname, '..', '..', '..'));
    const { folders, names, workspace } = await plan('producer', 'geometry', {});
    expect([names, workspace?.isClone]).toEqual([['@capsule/geometry'], true]);
    expect(folders[0]?.folder).toBe(join(process.cwd(), 'packages', 'geometry'));
    const { scripts, dependencies, engines } = JSON.parse(folders[0]?.files.get('package.json') ?? '');
    expect(scripts).toMatchObject({ generate: 'capsule generate', test: 'node --test' });
    expect(scripts).not.toHaveProperty('build');
    expect(dependencies['@capsule/core']).toMatch(/^\d/);
    expect(engines).toEqual({ node: '^20.17.0 || >=22.9.0' });
  });
});

describe('the command', () => {
  test('lists the files of --dry-run, and writes none', () => {
    const { status, stdout, stderr } = spawn('pair', 'geometry', '--dry-run');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^Would create @my\/geometry and @my\/geometry-consumer:\n {2}geometry[\\/]\.gitignore\n/);
    expect(readdirSync('.')).toEqual([]);
  });

  test('prints what to do next, and which tools are missing', () => {
    const { status, stdout } = spawnSync(process.execPath, [bin, 'new', 'producer', 'geometry'], {
      encoding: 'utf8',
      env: { ...process.env, PATH: '', CC: '', CXX: '' },
    });
    expect(status).toBe(0);
    expect(stdout).toContain('\nNext:\n  cd geometry\n  npm install\n  npm test\n');
    if (process.platform === 'win32') return;
    expect(stdout).toContain(
      'Building requires CMake 3.15 or later (https://cmake.org), a C compiler, a C++ compiler and make or ninja, not found here.\n',
    );
    const rust = spawnSync(process.execPath, [bin, 'new', 'producer', 'angles', '--language', 'rust'], {
      encoding: 'utf8',
      env: { ...process.env, PATH: '' },
    });
    expect(rust.stdout).toContain('Building requires cargo 1.77 or later (https://rustup.rs), not found here.\n');
  });

  test('rejects another kind', () => {
    expect(spawn('thing', 'geometry')).toMatchObject({
      status: 1,
      stderr: `Creating a package: expected ${kinds.slice(0, 2).join(', ')} or pair as the first argument, found 'thing'. Run "capsule new --help" for usage.\n`,
    });
    expect(spawn('producer')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("missing required argument 'name'"),
    });
    expect(spawn('producer', 'x', '--folder', '--dry-run')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('expected a folder for --folder'),
    });
    expect(readdirSync('.')).toEqual([]);
  });

  test('has help', () => {
    const { stdout } = spawn('--help');
    expect(stdout).toContain('capsule new consumer @acme/reports --contract @acme/geometry');
    expect(spawnSync(process.execPath, [bin, 'help', 'new'], { encoding: 'utf8' }).stdout).toBe(stdout);
  });
});
