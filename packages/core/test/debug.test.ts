import { copyFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { configuration, node } from '@capsule/test-support/child-process';
import { unsanitized } from '@capsule/test-support/skip';
import { removeFolder } from '@capsule/test-support/temporary-folder';
import { expect, test } from 'vitest';

const core = JSON.stringify(join(__dirname, '..', 'dist', 'index.js'));
const [forge, consumer, producer] = ['forge', 'consumer', 'producer'].map((name) =>
  JSON.stringify(join(__dirname, 'forge', 'build', configuration, `${name}.node`)),
);

function run(script: string, debug = '1', flags: string[] = []) {
  const modules = `const core = require(${core}); const forge = require(${forge});`;
  const { status, stderr } = node([...flags, '-e', `${modules} ${script}`], { debug });
  // Removes the address of the envelope and the path of the addon, which differ in each run.
  const lines = stderr.split('\n').map((line) => line.replace(/, at \S+, by .*\.node$/, ''));
  return { status, stderr, lines: lines.filter((line) => line !== '') };
}

const life = `
  const capsule = forge.sealPointer('@forge/content', 1);
  const held = forge.openPointer(capsule, '@forge/content');
  forge.churn(held, 1, 1);
  const taken = forge.take(capsule, '@forge/content');
  forge.release(held);
  forge.release(taken);
  forge.revoke(forge.sealPointer('@forge/other', 1), '@forge/other');
  const owned = forge.sealPointer('@forge/owned', 1);
  forge.dispose(owned);
  forge.dispose(owned);`;

test('writes the events of capsules in order', () => {
  const [content, gone] = ["[Capsule '@forge/content']", "[Capsule '@forge/content', taken]"];
  const [other, revoked] = ["[Capsule '@forge/other']", "[Capsule '@forge/other', revoked]"];
  const [owned, disposed] = ["[Capsule '@forge/owned']", "[Capsule '@forge/owned', disposed]"];
  expect(run(life)).toMatchObject({
    status: 0,
    lines: [
      `capsule: seal ${content}, holds: 0, values: 1`,
      `capsule: open ${content}, holds: 1, values: 1`,
      `capsule: hold ${content}, holds: 2, values: 1`,
      `capsule: release ${content}, holds: 1, values: 1`,
      `capsule: take ${gone}, holds: 2, values: 1`,
      `capsule: release ${gone}, holds: 1, values: 1`,
      `capsule: release ${gone}, holds: 0, values: 1`,
      `capsule: destroy ${gone}, holds: 0, values: 1`,
      `capsule: seal ${other}, holds: 0, values: 1`,
      `capsule: revoke ${revoked}, holds: 1, values: 1`,
      `capsule: release ${revoked}, holds: 0, values: 1`,
      `capsule: destroy ${revoked}, holds: 0, values: 1`,
      `capsule: seal ${owned}, holds: 0, values: 1`,
      `capsule: dispose ${disposed}, holds: 1, values: 1`,
      `capsule: release ${disposed}, holds: 0, values: 1`,
      `capsule: destroy ${disposed}, holds: 0, values: 1`,
      `capsule: reject ${disposed}, holds: 0, values: 1`,
    ],
  });
});

test('distinguishes envelopes with the same label, and shows the addon', () => {
  const { stderr } = run(`for (const i of [1, 2]) forge.openPointer(forge.sealPointer('@forge/p', i), '@forge/p');`);
  const events = [...stderr.matchAll(/^capsule: (?:seal|open) .* at (\S+), by (.*)$/gm)];
  expect(events.map(([, , by]) => by)).toEqual(Array(4).fill(JSON.parse(forge ?? '')));
  const [first, , second] = events.map(([, at]) => at);
  expect(events.map(([, at]) => at)).toEqual([first, first, second, second]);
  expect(first).not.toBe(second);
});

test('writes a rejected open without its temporary hold', () => {
  const { lines } = run(`
    const capsule = forge.sealPointer('@forge/p', 1);
    forge.revoke(capsule, '@forge/p');
    try { forge.openPointer(capsule, '@forge/p') } catch {}`);
  expect(lines.at(-1)).toBe("capsule: reject [Capsule '@forge/p', revoked], holds: 0, values: 1");
});

test.each(['', '0'])('writes nothing with %j', (debug) => {
  expect(run(life, debug)).toMatchObject({ status: 0, lines: [] });
});

test.each(['', 'process.exit();'])('lists at the end only holds that were never released; %s', (end) => {
  const { status, lines } = run(`
    const forgotten = forge.sealPointer('@forge/forgotten', 1);
    forge.openPointer(forgotten, '@forge/forgotten');
    forge.openPointer(forgotten, '@forge/forgotten');
    globalThis.lived = [forge.sealPointer('@forge/lived', 1), forge.sealData('@forge/seen', { room: 8, shape: [1] })];
    globalThis.view = core.asTypedArray(lived[1]);
    ${end}`);
  const report = lines.filter((line) => line.includes('never released'));
  expect(status).toBe(0);
  expect(report).toEqual([
    expect.stringMatching(/^capsule: never released \[Capsule '@forge\/forgotten'\], holds: 2, values: [01]$/),
  ]);
});

// The report of each sealer runs before those that were registered earlier; no report may list views.
test('does not report views as forgotten holds, with several sealers', () => {
  const copy = join(mkdtempSync(join(tmpdir(), 'capsule-')), 'copy.node');
  copyFileSync(join(__dirname, 'forge', 'build', configuration, 'forge.node'), copy);
  const { status, lines } = run(`
    const description = { room: 8, shape: [1] };
    const other = require(${JSON.stringify(copy)});
    globalThis.views = [forge, other].map((each) => core.asTypedArray(each.sealData('@forge/d', description)));
    process.exit();`);
  removeFolder(dirname(copy));
  expect(status).toBe(0);
  expect(lines.filter((line) => line.includes('never released'))).toEqual([]);
});

/** Seals, opens and drops a capsule of each kind. */
const kinds = `{
  pointer: () => forge.release(forge.openPointer(forge.sealPointer('@forge/p', 1), '@forge/p')),
  taken: () => forge.release(forge.take(forge.sealPointer('@forge/p', 1), '@forge/p')),
  data: () => forge.release(forge.openData(forge.sealData('@forge/d', { room: 64, shape: [2, 4] }), null)),
  view: () => core.asTypedArray(forge.sealData('@forge/d', { room: 64, shape: [8] })),
  shared: () => core.receive(core.share(forge.sealData('@forge/d', { room: 64, shape: [8] }))),
  function: () => forge.releaseFunction(forge.openFunction(forge.sealFunction('@forge/f', 'f64(f64)', 'twice'), null, ['f64(f64)']).hold),
  table: () => consumer.keep(producer.sealTable()),
}`;
const names = ['pointer', 'taken', 'data', 'view', 'shared', 'function', 'table'];
const others = `const [consumer, producer] = [require(${consumer}), require(${producer})];`;

test('lists nothing after capsules of each kind were sealed, opened and dropped', () => {
  const { status, lines } = run(
    `${others} for (const use of Object.values(${kinds})) for (let i = 0; i < 50; i++) use();`,
  );
  expect(status).toBe(0);
  for (const event of ['seal', 'open', 'release', 'take', 'share', 'carry', 'destroy', 'never released'])
    expect([event, lines.some((line) => line.startsWith(`capsule: ${event} `))]).toEqual([
      event,
      event !== 'never released',
    ]);
});

// CAPSULE_STRESS=1000000 is a million of each. The memory that a sanitizer keeps in quarantine would look like growth.
test('memory does not grow while capsules of each kind are sealed, opened and dropped', {
  timeout: 600_000,
  ...unsanitized,
}, () => {
  const rounds = Math.ceil(Number(process.env['CAPSULE_STRESS'] ?? 100_000) / 7);
  const { status, lines } = run(
    `${others}
    const round = async (use) => {
      for (let i = 0; i < ${rounds}; i++) {
        use();
        if (i % 5_000 === 0) { gc(); await new Promise(setImmediate); }
      }
      gc(); await new Promise(setImmediate); gc(); await new Promise(setImmediate);
      return process.memoryUsage().rss;
    };
    (async () => {
      for (const [kind, use] of Object.entries(${kinds})) {
        for (let i = 0; i < 3; i++) await round(use);
        // A leak grows in every round; other changes do not.
        let before = await round(use), grown = Infinity;
        for (let i = 0; i < 6; i++) {
          const after = await round(use);
          grown = Math.min(grown, (after - before) / ${rounds});
          before = after;
        }
        process.stderr.write('grown ' + kind + ' ' + (grown < 60 ? 'not' : Math.round(grown)) + '\\n');
      }
    })();`,
    '',
    ['--expose-gc'],
  );
  expect(status).toBe(0);
  expect(lines).toEqual(names.map((kind) => `grown ${kind} not`));
});
