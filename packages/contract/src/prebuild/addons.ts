import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Asks CMake for the targets of a build tree, before it configures the tree (cmake-file-api). */
export function requestTargets(tree: string): void {
  const query = join(tree, '.cmake', 'api', 'v1', 'query');
  mkdirSync(query, { recursive: true });
  writeFileSync(join(query, 'codemodel-v2'), '');
}

interface Reply {
  readonly reply?: { readonly 'codemodel-v2'?: { readonly jsonFile: string } };
  readonly configurations?: readonly { readonly targets: readonly { readonly jsonFile: string }[] }[];
  readonly type?: string;
  readonly nameOnDisk?: string;
  readonly artifacts?: readonly { readonly path: string }[];
}

/** The files `*.node` that a configured build tree makes. */
export function addonsOf(tree: string): string[] {
  const folder = join(tree, '.cmake', 'api', 'v1', 'reply');
  const read = (name: string): Reply => JSON.parse(readFileSync(join(folder, name), 'utf8'));
  const index = readdirSync(folder)
    .filter((name) => name.startsWith('index-'))
    .sort()
    .at(-1);
  const model = index === undefined ? undefined : read(index).reply?.['codemodel-v2'];
  const targets = model === undefined ? [] : (read(model.jsonFile).configurations ?? []).flatMap((one) => one.targets);
  return targets
    .map(({ jsonFile }) => read(jsonFile))
    .filter(({ type, nameOnDisk }) => /^(SHARED|MODULE)_LIBRARY$/.test(type ?? '') && nameOnDisk?.endsWith('.node'))
    .flatMap(({ nameOnDisk, artifacts = [] }) =>
      artifacts.map(({ path }) => resolve(tree, path)).filter((path) => path.endsWith(nameOnDisk as string)),
    );
}
