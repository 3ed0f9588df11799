import { join } from 'node:path';
import { type TemporaryProject, temporaryProject } from './temporary-project.js';

const doc = "doc: 'Of a rectangle.'";
const two = '{ width: f64, height: f64 }';
const since = (version: string, more = '') => `{ since: '${version}', ${more}thread: 'any', ${doc} }`;

/** One contract: it grows, retires a function, and starts a new major. */
const contracts: Record<string, [name: string, args: string, about: string][]> = {
  '1.0': [
    ['area', two, since('1.0')],
    ['edge', two, since('1.0')],
  ],
  '1.1': [
    ['area', two, since('1.0')],
    ['edge', two, since('1.0')],
    ['diagonal', two, since('1.1')],
  ],
  '1.2': [
    ['area', two, since('1.0')],
    ['edge', two, since('1.0', "retired: '1.2', ")],
    ['diagonal', two, since('1.1')],
    ['ratio', two, since('1.2')],
  ],
  '2.0': [
    ['volume', '{ width: f64, height: f64, depth: f64 }', since('2.0')],
    ['area', '{ width: f64, height: f64, depth: f64 }', since('2.0')],
    ['diagonal', two, since('2.0')],
  ],
};

export const versions: readonly string[] = Object.keys(contracts);

/** The text of the contract in one version. */
export function contractOf(version: string): string {
  const functions = (contracts[version] ?? []).map(([name, args, about]) => `  ${name}: fn(f64, ${args}, ${about}),\n`);
  return `import { defineContract, f32, f64, fn } from '@capsule/contract';
export default defineContract('@acme/rectangle', '${version}', {\n${functions.join('')}});\n`;
}

/**
 * A folder with the headers of every version: include folders are `1.0/include` and so on. `1.2-low` has 1.2 with the
 * target 1.0.
 */
export async function history(): Promise<TemporaryProject> {
  const project = temporaryProject(Object.fromEntries(versions.map((version) => [path(version), contractOf(version)])));
  project.write(path('1.2-low'), contractOf('1.2').replace('});\n', "}, { target: '1.0' });\n"));
  const { stderr } = await project.capsule('generate', ...versions, '1.2-low');
  if (stderr !== '') throw new Error(stderr);
  return project;
}

const path = (version: string) => join(version, 'rectangle.contract.ts');
