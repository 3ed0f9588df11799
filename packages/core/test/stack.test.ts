import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { configuration, runScript } from '@capsule/test-support/child-process';
import { unsanitized } from '@capsule/test-support/skip';
import { atTheEndOfTheStack } from '@capsule/test-support/stack';
import { expect, test } from 'vitest';
import { printable } from '../src/printable.js';

// Near the end of the stack, engines end the process for what is an exception elsewhere: Node 20 and 22 if they compile
// a regular expression, Node 26 if an addon throws with more than about 40 KB of native frames.
const core = JSON.stringify(join(__dirname, '..', 'dist', 'index.js'));
const forge = JSON.stringify(join(__dirname, 'forge', 'build', configuration, 'forge.node'));
const producer = JSON.stringify(join(__dirname, 'forge', 'build', configuration, 'producer.node'));

// Sanitized code needs more of the stack.
test('calls at the end of the stack return, or throw', { timeout: 120_000, ...unsanitized }, () => {
  const script = atTheEndOfTheStack(
    `{
      label: () => core.inspect(table).name,
      notACapsule: () => core.inspect({}),
      check: () => core.isCapsule({}, 'x'),
      share: () => core.receive(core.share(table)) !== undefined,
      shareNothing: () => core.share({}),
      ticket: () => core.receive('0123456789abcdef:0123456789abcdef0123456789abcdef'),
      noTicket: () => core.receive('x'),
      dispose: () => core.dispose(table),
      disposeNothing: () => core.dispose({}),
      view: () => core.asTypedArray(table),
      copy: () => core.asTypedArray(data, { copy: true }).length,
      functionOf: () => core.functionOf(table, 'x\\u202e'),
      bind: () => core.bindContext(table, table),
      open: () => forge.openCpp({}),
      option: () => core.share(table, { expires: 1 }),
    }`,
    `const core = require(${core}), forge = require(${forge}), table = require(${producer}).sealTable();
     const data = forge.sealData('@forge/d', { room: 64, shape: [8] });`,
  );
  expect(runScript(script)).toEqual({ status: 0, signal: null, stdout: '[]\n', stderr: '' });
});

test('messages escape the characters that capsule.h escapes', () => {
  const header = readFileSync(join(__dirname, '..', 'include', 'capsule', 'detail', 'error.h'), 'utf8');
  const [, table = ''] = /others\[\]\[2\] = \{(.*?)\};/s.exec(header) ?? [];
  const ranges = [...table.matchAll(/\{(\w+),\s+(\w+)\}/g)].map(([, from, to]) => [Number(from), Number(to)] as const);
  expect(ranges.length).toBeGreaterThan(20);
  const unprintable = new Set(
    [...ranges, [0xd800, 0xdfff] as const].flatMap(([from, to]) =>
      Array.from({ length: to - from + 1 }, (_, i) => from + i),
    ),
  );
  for (let point = 0; point <= 0x10ffff; point++) {
    const text = String.fromCodePoint(point);
    const escaped = `a\\u{${point.toString(16)}}b`;
    if (printable(`a${text}b`) !== (unprintable.has(point) ? escaped : `a${text}b`)) expect.unreachable(escaped);
  }
});
