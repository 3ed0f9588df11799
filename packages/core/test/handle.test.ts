import { join } from 'node:path';
import { configuration, runScript } from '@capsule/test-support/child-process';
import { expect, test } from 'vitest';

const release = join(__dirname, 'forge', 'build', configuration);
const addon = (name: string) => `require(${JSON.stringify(join(release, `${name}.node`))})`;

/** Uses handles in a child process, one after the other, and prints what each returns or throws. */
function use(name: string, ...hows: string[]) {
  const script = `
    const [{ use }, producer] = [${addon(name)}, ${addon('producer')}];
    for (const how of ${JSON.stringify(hows)}) {
      try {
        console.log(how, use(how, how.includes('rejected') ? {} : producer.sealTable()));
      } catch ({ code, name, message }) {
        console.log(how, code, name, message);
      }
    }`;
  return runScript(script);
}

const advice =
  'expected one that has been opened, found an empty one: never opened, rejected when it was opened, or moved from. Open it before this call, or check it first: if (handle) ...';
const table = `Using capsule::Handle<counter_api> '@forge/counter': ${advice}`;
const pointer = `Using capsule::Handle<forge::Widget>: ${advice}`;
const hold = `Using capsule::Hold: ${advice}`;
const rejected = "Opening '@forge/kept': expected a capsule, found ";

const empty: [string, string][] = [
  ['table', table],
  ['table, dereferenced', table],
  ['pointer', pointer],
  ['pointer, dereferenced', pointer],
  ['hold', hold],
  ['hold, dereferenced', hold],
];
const emptied: [string, string][] = [
  ['table, moved from', table],
  ['table, swapped', table],
  ['table, rejected', table],
];

test('an empty handle throws when it is used, with its type and the name of its table', () => {
  const all = [...empty, ...emptied];
  const lines = ['table, opened 2', ...all.map(([how, message]) => `${how} ERR_CAPSULE_HANDLE_EMPTY Error ${message}`)];
  const hows = ['table, opened', ...all.map(([how]) => how)];
  expect(use('empty', ...hows)).toEqual({ status: 0, signal: null, stdout: `${lines.join('\n')}\n`, stderr: '' });
});

// Without an environment there can be no Napi::Error: node-addon-api makes one of a std::logic_error.
test('an empty handle throws when it is used, in an addon that has not opened any', () => {
  const lines = empty.map(([how, message]) => `${how} undefined Error ${message}`);
  expect(use('empty', ...empty.map(([how]) => how))).toEqual({
    status: 0,
    signal: null,
    stdout: `${lines.join('\n')}\n`,
    stderr: '',
  });
});

test('an empty handle throws a std::logic_error when a thread without JavaScript uses it', () => {
  for (const before of [[], ['table, opened']]) {
    const { status, stdout } = use('empty', ...before, 'in a thread');
    expect(status).toBe(0);
    expect(stdout).toContain(`in a thread ${table}\n`);
  }
});

test('a hold that was not opened throws the exception of the opening', () => {
  expect(use('empty', 'hold, rejected').stdout).toContain(
    `hold, rejected ERR_CAPSULE_NOT_A_CAPSULE TypeError ${rejected}`,
  );
});

test('a handle can be checked, and is empty before it is opened', () => {
  for (const name of ['empty', 'empty_without_exceptions']) expect(use(name, 'get').stdout).toBe('get 1\n');
});

test('a C++ exception of an addon becomes a JavaScript exception', () => {
  expect(use('empty', 'bad_alloc')).toMatchObject({ status: 0, stdout: 'bad_alloc undefined Error std::bad_alloc\n' });
});

test.each([...empty, ...emptied, ['hold, rejected', hold] as const])(
  'without C++ exceptions, the process prints the message and aborts when an empty handle is used: %s',
  (how, message) => {
    const { signal, stdout, stderr } = use('empty_without_exceptions', how);
    expect({ stdout, stderr }).toEqual({ stdout: '', stderr: `${message}\n` });
    if (process.platform !== 'win32') expect(signal).toBe('SIGABRT');
  },
);
