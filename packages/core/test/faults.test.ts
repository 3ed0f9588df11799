// Plants each mistake that CAPSULE_DEBUG judges, in a child process, and reads its report.
import { copyFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { configuration, node, run as runProgram } from '@capsule/test-support/child-process';
import { isInstalled } from '@capsule/test-support/compilers';
import { skipWithout, unsanitized } from '@capsule/test-support/skip';
import { removeFolder } from '@capsule/test-support/temporary-folder';
import { describe, expect, test } from 'vitest';

const addon = (name: string) => join(__dirname, 'forge', 'build', configuration, `${name}.node`);

/** Loads the addons and runs a script, at whose end the process ends. */
function run(script: string, debug: string | undefined, replaced: Record<string, string> = {}) {
  const addons = ['forge', 'mistakes', 'consumer', 'producer'].map(
    (name) => `const ${name} = require(${JSON.stringify(replaced[name] ?? addon(name))});`,
  );
  const source = `const core = require(${JSON.stringify(join(__dirname, '..', 'dist', 'index.js'))});
    ${addons.join('\n')}
    let capsule;
    const point = () => (capsule = forge.sealPointer('@forge/content', 1));
    const collect = async () => {
      capsule = undefined;
      for (let i = 0; i < 5; i++) { gc(); await new Promise(setImmediate); }
    };
    (async () => { ${script} })();`;
  const { status, signal, stdout, stderr } = node(['--expose-gc', '-e', source], { debug: debug ?? '' });
  return { status, signal, stdout, reports: reportsOf(stderr) };
}

/** Splits what was printed into reports: the first line, what happened, and the stacks by their titles. */
function reportsOf(text: string) {
  return text
    .split('\n\n')
    .filter((paragraph) => paragraph.trim() !== '')
    .map((paragraph) => {
      const [title = '', ...lines] = paragraph.trimStart().split('\n');
      const stacks = new Map<string, string[]>();
      let stack: string[] = [];
      for (const line of lines) {
        if (!line.startsWith('    ')) {
          stack = [];
          stacks.set(line.trim(), stack);
        } else stack.push(line.trim());
      }
      return { title, lines: lines.filter((line) => /^ {2}\S/.test(line)), stacks };
    });
}

const life = ['sealed at', 'opened at', 'released at'];

/** Each mistake: how its report begins, the script, and the stacks in its report. */
const mistakes: Record<string, { fault: string; script: string; stacks: string[] }> = {
  'a hold that is released twice': {
    fault: "double release [Capsule '@forge/content'], holds: 0, values: 1",
    script: 'mistakes.open(point()); mistakes.release(); mistakes.release();',
    stacks: [...life, 'now at'],
  },
  'a release after the contents were destroyed': {
    fault: "release after the end [Capsule '@forge/content', taken], holds: 0, values: 1",
    script: 'mistakes.take(point()); mistakes.release(); mistakes.release();',
    stacks: ['sealed at', 'taken at', 'released at', 'destroyed at', 'now at'],
  },
  'a release after the envelope has ended': {
    fault: "release after the end [Capsule '@forge/content'], holds: 0, values: 0",
    script: 'mistakes.open(point()); mistakes.release(); await collect(); mistakes.release();',
    stacks: [...life, 'destroyed at', 'now at'],
  },
  'a hold after the envelope has ended': {
    fault: "use after the end [Capsule '@forge/content'], holds: 0, values: 0",
    script: 'mistakes.open(point()); mistakes.release(); await collect(); mistakes.hold();',
    stacks: [...life, 'destroyed at', 'now at'],
  },
  'a question after the envelope has ended': {
    fault: "use after the end [Capsule '@forge/content'], holds: 0, values: 0",
    script: 'mistakes.open(point()); mistakes.release(); await collect(); mistakes.isExclusive();',
    stacks: [...life, 'destroyed at', 'now at'],
  },
  'a call of a function after its end': {
    fault: 'use after the end (function)',
    script: `capsule = forge.sealFunction('@forge/f', 'f64(f64)', 'twice');
      mistakes.openFunction(capsule); mistakes.release(); await collect(); mistakes.call();`,
    stacks: ['now at'],
  },
  'a hold on an envelope that nothing holds': {
    fault: "hold without a hold [Capsule '@forge/content'], holds: 1, values: 1",
    script: 'mistakes.open(point()); mistakes.release(); mistakes.hold(); mistakes.release();',
    stacks: [...life, 'now at'],
  },
  'holds that are never released': {
    fault: "never released [Capsule '@forge/content'], holds: 3",
    script: 'for (const i of [1, 2]) mistakes.open(capsule ?? point()); mistakes.hold();',
    stacks: ['sealed at', 'opened at (2 times)', 'held at'],
  },
  'contents that are released instead of their envelope': {
    fault: 'not an envelope',
    script: 'mistakes.releaseContents();',
    stacks: ['now at'],
  },
  'an envelope that is overwritten': {
    fault: "overwritten envelope [Capsule '@forge/content'], holds: 2, values: 1",
    script: `mistakes.open(point()); mistakes.overwrite(); mistakes.hold(); mistakes.release();
      mistakes.overwrite(); mistakes.release();`,
    stacks: ['sealed at', 'opened at', 'now at'],
  },
  'a table that is changed after it was sealed': {
    fault: "changed table [Capsule '@forge/counter' 1.0: 2 functions], holds: 0, values: 1",
    script: 'capsule = mistakes.sealTable(); mistakes.changeTable(); mistakes.openTable(capsule);',
    stacks: ['sealed at', 'now at'],
  },
  'a destructor that keeps a hold': {
    fault: "hold kept by a destructor [Capsule '@forge/content'], holds: 1",
    script: 'capsule = mistakes.sealHolder(); await collect();',
    stacks: ['sealed at', 'held at', 'released at', 'destroyed at'],
  },
  'contents that are a local variable': {
    fault: "local variable sealed [Capsule '@forge/content'], holds: 0, values: 1",
    script: 'capsule = mistakes.sealLocal();',
    stacks: ['now at'],
  },
};

describe.each(Object.entries(mistakes))('%s', (_, { fault, script, stacks }) => {
  test('is reported once, with what happened, what to do and where', () => {
    const { status, reports } = run(script, 'faults');
    expect(status).toBe(0);
    const [report, ...others] = reports;
    expect(others).toEqual([]);
    expect(report?.title.startsWith(`capsule: ${fault}`)).toBe(true);
    expect(report?.lines).toContainEqual(expect.stringMatching(/^ {2}what happened: \S.*\.$/));
    expect(report?.lines).toContainEqual(expect.stringMatching(/^ {2}what to do: \S.*\.$/));
    // musl has no stacks.
    const found = [...(report?.stacks ?? [])].filter(([, frames]) => frames.length > 0);
    for (const title of found.length > 0 ? stacks : [])
      expect(found).toContainEqual([title, expect.arrayContaining([expect.stringMatching(/\.node\+0x[0-9a-f]+/)])]);
  });

  // The sanitizers find some of them, too.
  test('ends the process with CAPSULE_DEBUG=abort, and not without it', {
    ...unsanitized,
  }, () => {
    const { signal, status, reports } = run(script, 'abort');
    expect(signal ?? status).not.toBe(0);
    expect(reports.map(({ title }) => title)).toEqual([expect.stringContaining(`capsule: ${fault}`)]);
    expect(run(script, undefined)).toMatchObject({ status: 0, reports: [] });
  });
});

test('shows the functions that have sealed, opened and released', {
  ...skipWithout('addr2line and stacks of glibc', isInstalled('addr2line') && process.platform === 'linux'),
}, () => {
  const { reports } = run('mistakes.open(point()); mistakes.release(); mistakes.release();', 'faults');
  const functions = [...(reports[0]?.stacks ?? [])].map(([title, frames]) => {
    const places = frames.flatMap((frame) => frame.match(/^(\S+\.node)\+0x([0-9a-f]+)/)?.slice(1, 3) ?? []);
    // Each is a return address: the call is before it.
    const addresses = places.filter((_, i) => i % 2 === 1).map((hex) => (Number.parseInt(hex, 16) - 1).toString(16));
    const { stdout } = runProgram('addr2line', ['-f', '-i', '-C', '-e', places[0] ?? '', ...addresses]);
    return [title, stdout];
  });
  expect(Object.fromEntries(functions)).toMatchObject({
    'sealed at': expect.stringContaining('SealPointer'),
    'opened at': expect.stringMatching(/^open_pointer$/m),
    'released at': expect.stringMatching(/^release(\.cold)?$/m),
    'now at': expect.stringMatching(/^release(\.cold)?$/m),
  });
});

test.each([
  ['double release', 'mistakes.open(point()); mistakes.release(); mistakes.release();'],
  ['release after the end', 'mistakes.take(point()); mistakes.release(); mistakes.release();'],
])('makes up for a %s: the contents are destroyed once', (_, script) => {
  const { stdout } = run(`${script} await collect(); console.log(forge.destroyed());`, 'faults');
  expect(stdout).toBe('1\n');
});

test('keeps contents after their end at an address that cannot be read', {
  ...unsanitized,
}, () => {
  const { status } = run('mistakes.open(point()); mistakes.release(); await collect(); mistakes.read();', 'faults');
  expect(status).not.toBe(0);
});

test('reports a fault in a Worker, and one of a copy of the addon', () => {
  const copy = join(mkdtempSync(join(tmpdir(), 'capsule-')), 'copy.node');
  copyFileSync(addon('mistakes'), copy);
  const { status, reports } = run(
    `const { Worker } = require('node:worker_threads');
     const script = \`const forge = require(\${JSON.stringify(${JSON.stringify(addon('forge'))})});
       const mistakes = require(\${JSON.stringify(${JSON.stringify(addon('mistakes'))})});
       mistakes.open(forge.sealPointer('@forge/content', 1)); mistakes.release(); mistakes.release();
       mistakes.sealLocal();\`;
     await new Promise((resolve) => new Worker(script, { eval: true }).on('exit', resolve));
     mistakes.open(point()); mistakes.release(); mistakes.release();`,
    'faults',
    { mistakes: copy },
  );
  removeFolder(dirname(copy));
  expect(status).toBe(0);
  expect(reports.map(({ title }) => title.match(/^capsule: (.*) \[.*[/\\](.*)\.node$/)?.slice(1, 3))).toEqual([
    ['double release', 'mistakes'],
    ['local variable sealed', 'mistakes'],
    ['double release', 'copy'],
  ]);
});

// These addons were built with headers that record and check nothing, as those of earlier versions.
test.each([
  ['released twice by', 'mistakes.open(point()); mistakes.release(); mistakes.release();', 'double release'],
  [
    'released after the end by',
    'mistakes.open(point()); mistakes.release(); await collect(); mistakes.release();',
    'release after the end',
  ],
  ['not released by', 'mistakes.open(point());', 'never released'],
])('reports what is %s an addon with an earlier header', (_, script, fault) => {
  const { status, reports } = run(script, 'faults', { mistakes: addon('mistakes_earlier') });
  expect(status).toBe(0);
  expect(reports.map(({ title }) => title)).toEqual([
    expect.stringMatching(
      new RegExp(`^capsule: ${fault} \\[Capsule '@forge/content'\\], holds: [01], values: [01], .*node$`),
    ),
  ]);
});

test('reports a double release of what an addon with an earlier header has sealed', () => {
  const { status, reports } = run(
    `capsule = require(${JSON.stringify(addon('mistakes_earlier'))}).sealLocal();
     mistakes.open(capsule); mistakes.release(); mistakes.release();`,
    'faults',
  );
  expect(status).toBe(0);
  expect(reports.map(({ title }) => title)).toEqual([
    expect.stringContaining("capsule: double release [Capsule '@forge/content'], holds: 0, values: 1"),
  ]);
});

test('memory does not grow with envelopes that have ended', () => {
  const { status, stdout } = run(
    `const round = async () => {
       for (let i = 0; i < 5_000; i++) {
         mistakes.open(point()); mistakes.release();
         if (i % 1_000 === 0) { gc(); await new Promise(setImmediate); }
       }
       await collect();
       return process.memoryUsage().rss;
     };
     await round();
     const before = await round();
     console.log((await round()) - before < 8e6);`,
    'faults',
  );
  expect({ status, stdout }).toEqual({ status: 0, stdout: 'true\n' });
});

test('reports nothing while capsules of each kind are used as documented', () => {
  const { status, reports } = run(
    `for (let i = 0; i < 50; i++) {
       forge.release(forge.openPointer(forge.sealPointer('@forge/p', 1), '@forge/p'));
       forge.release(forge.take(forge.sealPointer('@forge/p', 1), '@forge/p'), true);
       forge.release(forge.openData(forge.sealData('@forge/d', { room: 64, shape: [2, 4] }), null));
       core.asTypedArray(forge.sealData('@forge/d', { room: 64, shape: [8] }));
       core.receive(core.share(forge.sealData('@forge/d', { room: 64, shape: [8] })));
       const opened = forge.openFunction(forge.sealFunction('@forge/f', 'f64(f64)', 'twice'), null, ['f64(f64)']);
       forge.callOnThreads(opened.hold, 4, 100);
       forge.releaseFunction(opened.hold);
       consumer.keep(producer.sealTable());
       consumer.call();
       const shared = forge.sealPointer('@forge/p', 1);
       const hold = forge.openPointer(shared, '@forge/p');
       forge.churn(hold, 4, 100);
       forge.carry(hold);
       forge.release(hold);
       forge.revoke(shared, '@forge/p');
       try { forge.openPointer(shared, '@forge/p') } catch {}
       capsule = forge.sealReadByDestructor();
     }
     await collect();`,
    'faults',
  );
  expect({ status, reports }).toEqual({ status: 0, reports: [] });
});
