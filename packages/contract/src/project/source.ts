import { parse } from '@babel/parser';
import { type CapsuleError, capsuleError } from '@capsule/core';
import { shownName } from '../model/values.js';
import { displayPath, readText } from './files.js';

/** A node of the syntax tree, with the members that are read here. */
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

/** Every node of a syntax tree, in the order of the text. */
function nodesOf(root: unknown): Node[] {
  const found: Node[] = [];
  const open: unknown[] = [root];
  while (open.length > 0) {
    const node = open.pop();
    if (Array.isArray(node)) {
      for (let i = node.length - 1; i >= 0; i--) open.push(node[i]);
    } else if (typeof node === 'object' && node !== null && 'type' in node) {
      found.push(node as Node);
      for (const [key, value] of Object.entries(node).reverse()) if (key !== 'loc') open.push(value);
    }
  }
  return found;
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

/** The source text of a contract. It has line numbers and duplicate keys; the loaded contract has neither. */
export class ContractSource {
  readonly #objects: readonly Node[];
  readonly #constants = new Map<string, Node>();
  /** Lines of functions, `struct range` and `callback integrand` by name. The key undefined is the contract itself. */
  readonly #lines = new Map<string | undefined, number>();

  constructor(readonly file: string) {
    const nodes = nodesOf(parseFile(file));
    this.#objects = nodes.filter(({ type }) => type === 'ObjectExpression');
    for (const node of nodes) {
      const name = node.type === 'VariableDeclarator' ? node.id?.name : undefined;
      if (name !== undefined && !this.#constants.has(name)) this.#constants.set(name, node);
    }
    for (const call of nodes.filter(({ type }) => type === 'CallExpression')) this.#addLines(call);
  }

  /** Adds the lines that a call declares. The first declaration of a name counts. */
  #addLines({ callee, arguments: args, loc }: Node): void {
    const add = (what: string | undefined, line: number | undefined) => {
      if (line !== undefined && !this.#lines.has(what)) this.#lines.set(what, line);
    };
    const line = loc?.start.line;
    if (callee?.name === 'struct' || callee?.name === 'callback') add(`${callee.name} ${args?.[0]?.value}`, line);
    if (callee?.name !== 'defineContract' || this.#lines.has(undefined)) return;
    add(undefined, line);
    for (const key of keysOf(this.#resolve(args?.[2]))) add(key.name, key.line);
  }

  /** The line that declares a function, `struct range` or `callback integrand`; without a name, the whole contract. */
  lineOf(name?: string): number | undefined {
    return this.#lines.get(name);
  }

  /** Follows type assertions and names of constants to the object literal. */
  #resolve(node: Node | undefined): Node | undefined {
    const seen = new Set<Node>(); // constants may be each other's values
    let value = node;
    while (value !== undefined && !seen.has(value)) {
      seen.add(value);
      if (value.expression !== undefined) value = value.expression;
      else if (value.type === 'Identifier') value = this.#constants.get(value.name ?? '')?.init;
      else return value;
    }
    return undefined;
  }

  /** Rejects two keys with the same name in an object: JavaScript silently keeps the last. */
  rejectDuplicates(): void {
    for (const object of this.#objects) {
      const seen = new Map<string, Key>();
      for (const key of keysOf(object)) {
        const { name, line, accessor } = key;
        const first = seen.get(name);
        if (first === undefined) {
          seen.set(name, key);
          continue;
        }
        if (accessor !== undefined && first.accessor !== undefined && accessor !== first.accessor) continue;
        const where = `${displayPath(this.file)}:${line}, ${shownName(name)}`;
        throw capsuleError(TypeError, 'ERR_CONTRACT_NAME_DUPLICATE', where, {
          expected: 'a unique name',
          found: `another ${shownName(name)} in line ${first.line}`,
        });
      }
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

function parseFile(file: string): unknown {
  const text = readText(file);
  if (text === undefined) {
    const found = 'a folder';
    throw capsuleError(Error, 'ERR_CONTRACT_FILE_UNREADABLE', displayPath(file), {
      expected: 'a contract file',
      found,
    });
  }
  try {
    return parse(text, { sourceType: 'module', plugins: ['typescript'] }).program;
  } catch (cause) {
    const { message, loc } = cause as Error & { loc?: { line: number } };
    throw capsuleError(TypeError, 'ERR_CONTRACT_SYNTAX_WRONG', `${displayPath(file)}${loc ? `:${loc.line}` : ''}`, {
      expected: 'valid TypeScript',
      found: `a syntax error: ${message.replace(/\.?( \(\d+:\d+\))?$/, '')}`,
      cause,
    });
  }
}
