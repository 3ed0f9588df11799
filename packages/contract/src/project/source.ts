import { readFileSync } from 'node:fs';
import { parse } from '@babel/parser';
import { type CapsuleError, capsuleError } from '@capsule/core';
import { displayPath } from './files.js';

/** The members of syntax tree nodes that are read here. */
interface Node {
  type: string;
  loc?: { start: { line: number } } | null;
  properties?: Node[];
  key?: Node;
  kind?: string;
  computed?: boolean;
  name?: string;
  value?: unknown;
  callee?: Node;
  arguments?: Node[];
  id?: Node;
  init?: Node;
  expression?: Node;
}

/** Every node of a syntax tree. */
function* nodes(node: unknown): Generator<Node> {
  if (Array.isArray(node)) {
    for (const item of node) yield* nodes(item);
  } else if (typeof node === 'object' && node !== null && 'type' in node) {
    yield node as Node;
    for (const [key, value] of Object.entries(node)) if (key !== 'loc') yield* nodes(value);
  }
}

interface Key {
  name: string;
  line: number;
  accessor: string | undefined;
}

function keysOf(object: Node | undefined): Key[] {
  return (object?.properties ?? []).flatMap(({ key, computed, kind, loc }) => {
    const name = key?.name ?? key?.value;
    const accessor = kind === 'get' || kind === 'set' ? kind : undefined;
    return typeof name === 'string' && computed !== true && loc ? [{ name, line: loc.start.line, accessor }] : [];
  });
}

/** The source text of a contract: line numbers and duplicate keys, which the loaded contract does not show. */
export class ContractSource {
  readonly #nodes: Node[];

  constructor(readonly file: string) {
    try {
      this.#nodes = [
        ...nodes(parse(readFileSync(file, 'utf8'), { sourceType: 'module', plugins: ['typescript'] }).program),
      ];
    } catch (cause) {
      const { message, loc } = cause as Error & { loc?: { line: number } };
      throw capsuleError(TypeError, 'ERR_CONTRACT_SYNTAX_WRONG', `${displayPath(file)}${loc ? `:${loc.line}` : ''}`, {
        expected: 'valid TypeScript',
        found: `a syntax error: ${message.replace(/\.?( \(\d+:\d+\))?$/, '')}`,
        cause,
      });
    }
  }

  /** The line that declares a function, `struct range` or `callback integrand`; without a name, the whole contract. */
  lineOf(name?: string): number | undefined {
    const contract = this.#calls('defineContract')[0];
    if (name === undefined) return contract?.loc?.start.line;
    const [, kind, type] = /^(struct|callback) (\w+)$/.exec(name) ?? [];
    if (kind !== undefined) {
      return this.#calls(kind).find((call) => call.arguments?.[0]?.value === type)?.loc?.start.line;
    }
    return keysOf(this.#resolve(contract?.arguments?.[2])).find((key) => key.name === name)?.line;
  }

  #calls(name: string): Node[] {
    return this.#nodes.filter((node) => node.type === 'CallExpression' && node.callee?.name === name);
  }

  /** The object literal behind type assertions and the name of a constant. */
  #resolve(node: Node | undefined): Node | undefined {
    if (node?.expression !== undefined) return this.#resolve(node.expression);
    if (node?.type !== 'Identifier') return node;
    const constant = this.#nodes.find(({ type, id }) => type === 'VariableDeclarator' && id?.name === node.name);
    return constant?.init?.type === 'Identifier' ? undefined : this.#resolve(constant?.init);
  }

  /** Rejects two keys of one name in an object: JavaScript silently keeps the last. */
  rejectDuplicates(): void {
    for (const object of this.#nodes.filter(({ type }) => type === 'ObjectExpression')) {
      const keys = keysOf(object);
      keys.forEach(({ name, line, accessor }, i) => {
        const first = keys.findIndex((key) => key.name === name);
        const isPair =
          accessor !== undefined && keys[first]?.accessor !== undefined && accessor !== keys[first].accessor;
        if (first === i || isPair) return;
        throw capsuleError(TypeError, 'ERR_CONTRACT_NAME_DUPLICATE', `${displayPath(this.file)}:${line}, ${name}`, {
          expected: 'a unique name',
          found: `another ${name} in line ${keys[first]?.line}`,
        });
      });
    }
  }

  /** Replaces `Contract '...', dot` at the start of a message by file and line. */
  place<E extends CapsuleError>(error: E): E {
    const where = /^(?:defineContract\(name\)|Contract '[^']*')(?:, ((?:struct |callback )?\w+))?/;
    error.message = error.message.replace(where, (_, name?: string) => {
      const line = this.lineOf(name);
      return `${displayPath(this.file)}${line === undefined ? '' : `:${line}`}${name === undefined ? '' : `, ${name}`}`;
    });
    return error;
  }
}
