import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { parse } from '@babel/parser';
import { capsuleError } from '@capsule/core';

/** A path as the reader types it. */
export const shown = (file: string): string => relative(process.cwd(), file) || '.';

interface Node {
  type: string;
  loc?: { start: { line: number } } | null;
}

/** Every object literal of a syntax tree, as the names and lines of its keys. */
function* objectKeys(node: unknown): Generator<{ name: string; line: number }[]> {
  if (Array.isArray(node)) {
    for (const item of node) yield* objectKeys(item);
  } else if (typeof node === 'object' && node !== null && 'type' in node) {
    const { type } = node as Node;
    if (type === 'ObjectExpression') yield keysOf(node as Node & { properties: Node[] });
    for (const [key, value] of Object.entries(node)) if (key !== 'loc') yield* objectKeys(value);
  }
}

function keysOf({ properties }: { properties: Node[] }): { name: string; line: number }[] {
  return properties.flatMap((property) => {
    const { key, computed, loc } = property as Node & { key?: { name?: string; value?: unknown }; computed?: boolean };
    const name = key?.name ?? key?.value;
    return typeof name === 'string' && computed !== true && loc ? [{ name, line: loc.start.line }] : [];
  });
}

/** A contract's own text: what a running program can no longer see. */
export class ContractSource {
  readonly #objects: { name: string; line: number }[][];

  constructor(readonly file: string) {
    const tree = parse(readFileSync(file, 'utf8'), {
      sourceType: 'module',
      plugins: ['typescript'],
      errorRecovery: true,
    });
    this.#objects = [...objectKeys(tree.program)];
  }

  /** The line in which a function is declared. */
  lineOf(name: string): number | undefined {
    return this.#objects.flat().find((key) => key.name === name)?.line;
  }

  /** JavaScript keeps the last of two entries with one name, without a word. */
  refuseDuplicates(): void {
    for (const keys of this.#objects) {
      keys.forEach(({ name, line }, i) => {
        const first = keys.findIndex((key) => key.name === name);
        if (first === i) return;
        throw capsuleError(TypeError, 'ERR_CONTRACT_NAME_DUPLICATE', `${shown(this.file)}:${line}, ${name}`, {
          expected: 'a name of its own',
          found: `another ${name} in line ${keys[first]?.line}`,
        });
      });
    }
  }
}
