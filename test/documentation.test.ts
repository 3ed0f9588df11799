// An editor must show documentation for every export, and a type without import("...") paths. These tests query the
// language server of TypeScript, for a consumer that requires the package and for one that imports it.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '@capsule/test-support/child-process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { libraries } from '../scripts/release/published.mjs';

const require = createRequire(import.meta.url);

/** A minimal client of the language server. It sends one request after the other. */
class LanguageServer {
  readonly #process = spawn(
    process.execPath,
    [require.resolve('typescript/package.json').replace('package.json', 'bin/tsc'), '--lsp', '--stdio'],
    {
      cwd: root,
      stdio: ['pipe', 'pipe', 'ignore'],
    },
  );
  readonly #pending = new Map<number, (result: unknown) => void>();
  #received = Buffer.alloc(0);
  #last = 0;

  constructor() {
    this.#process.stdout.on('data', (data: Buffer) => {
      this.#received = Buffer.concat([this.#received, data]);
      for (let message = this.#next(); message !== undefined; message = this.#next()) {
        if (message.method === undefined) this.#pending.get(message.id)?.(message.result);
        else if (message.id !== undefined) this.#send({ id: message.id, result: null });
      }
    });
  }

  /** Removes the first complete message from the received text, and returns it. */
  #next(): { id: number; method?: string; result?: unknown } | undefined {
    const start = this.#received.indexOf('\r\n\r\n') + 4;
    if (start < 4) return undefined;
    const end = start + Number(/Content-Length: (\d+)/.exec(this.#received.toString('latin1', 0, start))?.[1]);
    if (this.#received.length < end) return undefined;
    const message = JSON.parse(this.#received.toString('utf8', start, end));
    this.#received = this.#received.subarray(end);
    return message;
  }

  #send(message: object): void {
    const text = JSON.stringify({ jsonrpc: '2.0', ...message });
    this.#process.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  }

  notify(method: string, params: object): void {
    this.#send({ method, params });
  }

  request<Result>(method: string, params: object): Promise<Result> {
    const id = ++this.#last;
    this.#send({ id, method, params });
    return new Promise((resolve) => this.#pending.set(id, resolve as (result: unknown) => void));
  }

  stop(): void {
    this.#process.kill();
  }
}

/** The text that an editor shows for each export, by name. */
async function exportsOf(server: LanguageServer, name: string, extension: 'cts' | 'mts'): Promise<Map<string, string>> {
  const uri = pathToFileURL(join(root, 'test', `consumer-of-${name}.${extension}`)).href;
  const importing = (names: readonly string[]) => `import { ${names.join(', ')} } from '@capsule/${name}';`;
  const text = importing([]);
  server.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'typescript', version: 1, text } });
  const at = (character: number) => ({ textDocument: { uri }, position: { line: 0, character } });
  const { items } = await server.request<{ items: { label: string }[] }>('textDocument/completion', at(9));
  const names = items.map(({ label }) => label).filter((label) => label !== 'type');

  server.notify('textDocument/didChange', {
    textDocument: { uri, version: 2 },
    contentChanges: [{ text: importing(names) }],
  });
  const shown = new Map<string, string>();
  for (const [i, each] of names.entries()) {
    const start = importing(names.slice(0, i)).lastIndexOf(' }') + (i === 0 ? 0 : 2);
    const hover = await server.request<{ contents: { value: string } } | null>('textDocument/hover', at(start));
    shown.set(each, hover?.contents.value ?? '');
  }
  return shown;
}

describe.each(libraries)('of @capsule/%s', (name) => {
  let server: LanguageServer;
  beforeAll(async () => {
    server = new LanguageServer();
    const hover = { contentFormat: ['markdown'] };
    const capabilities = { textDocument: { hover } };
    await server.request('initialize', { processId: process.pid, rootUri: pathToFileURL(root).href, capabilities });
    server.notify('initialized', {});
  });
  afterAll(() => server.stop());

  test.each(['cts', 'mts'] as const)(
    'every export has documentation and a readable type in a %s file',
    async (extension) => {
      const shown = await exportsOf(server, name, extension);
      expect([...shown.keys()]).toEqual(expect.arrayContaining(Object.keys(require(`@capsule/${name}`))));
      for (const [each, text] of shown) expect(text).toMatch(new RegExp(`\\b${each}\\b`));
      const typeOf = (text: string) => /```typescript\n(.*?)\n```/s.exec(text)?.[1] ?? '';
      // The type is in the first block of code; an example in the documentation is another.
      const documentation = (text: string) => text.replace(/^\s*```typescript\n.*?\n```/s, '').trim();
      const undocumented = [...shown].filter(([, text]) => documentation(text) === '');
      expect(undocumented.map(([each]) => each)).toEqual([]);
      expect([...shown.values()].map(typeOf).filter((type) => type === '' || type.includes('import('))).toEqual([]);
    },
  );
});
