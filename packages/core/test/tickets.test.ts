import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { asTypedArray, inspect, isCapsule, receive, type ShareOptions, share } from '@capsule/core';
import { configuration, runScript } from '@capsule/test-support/child-process';
import { refusal } from '@capsule/test-support/refusal';
import { describe, expect, test, vi } from 'vitest';
import { collect, contract, forge } from './forge/index.js';

const name = '@forge/data';
const seal = () => forge.sealData(name, { room: 8, code: 1, bits: 8, shape: [8] });
const core = JSON.stringify(join(__dirname, '..', 'dist', 'index.js'));

describe('share rejects', () => {
  test('a value that is not a capsule', () => {
    expect(refusal(() => share({} as never))).toEqual({
      type: 'TypeError',
      code: 'ERR_CAPSULE_NOT_A_CAPSULE',
      message:
        'Sharing: expected a capsule, found a plain object. Pass the capsule that a module exports, not the module. An object copied between threads loses its contents: import the package that sealed it in this Worker.',
      expected: 'a capsule',
      found: 'a plain object',
    });
  });

  test.each<[string, unknown]>([
    ['the number 0', 0],
    ['the number -1', -1],
    ['the number NaN', Number.NaN],
    ['the number Infinity', Number.POSITIVE_INFINITY],
    ["the string '5'", '5'],
  ])('%s as expiresIn', (found, expiresIn) => {
    expect(refusal(() => share(seal(), { expiresIn } as ShareOptions)).message).toBe(
      `Sharing a capsule: expected more than 0 and at most 2147483647 milliseconds as expiresIn, found ${found}.`,
    );
  });
});

test('the addon rejects arguments that tickets.ts never passes', () => {
  const addon = createRequire(__filename)(join(__dirname, '..', 'build', configuration, 'core.node'));
  const random = 'a'.repeat(48);
  for (const [text, milliseconds] of [
    ['abc', 1],
    ['', 1],
    [undefined, 1],
    [random, 0],
    [random, Number.NaN],
    [random, 2 ** 31],
  ])
    expect(refusal(() => addon.share(seal(), text, milliseconds)).code).toBe('ERR_CAPSULE_ENGINE_REFUSED');
  const ticket = addon.share(seal(), random, 1000);
  const again = {
    code: 'ERR_CAPSULE_ENGINE_REFUSED',
    message: `Sharing '${name}': expected random digits, found those of another ticket. Do not replace randomBytes of node:crypto.`,
  };
  expect(refusal(() => addon.share(seal(), random, 1000))).toMatchObject(again);
  expect(isCapsule(receive(ticket), name)).toBe(true);
  expect(refusal(() => addon.view(seal(), 'a')).code).toBe('ERR_CAPSULE_ENGINE_REFUSED');
  for (const array of [undefined, new Uint8Array(7), new Uint8Array(9), [1]])
    expect(refusal(() => addon.copy(seal(), array)).code).toBe('ERR_CAPSULE_ENGINE_REFUSED');
});

test('share rejects unknown options', () => {
  for (const [options, found] of [
    [5, 'the number 5.'],
    [{ expiresin: 5 }, "the key 'expiresin'. Did you mean 'expiresIn'?"],
    [{ milliseconds: 5 }, "the key 'milliseconds'."],
  ])
    expect(refusal(() => share(seal(), options as ShareOptions)).message).toBe(
      `Sharing a capsule: expected options as an object, { expiresIn }, found ${found}`,
    );
});

test('receive rejects options, which it does not have, and leaves the ticket valid; it is a callback of map()', () => {
  const ticket = share(seal());
  for (const option of [{ expiresIn: 5 }, () => 0, new Proxy([], {})])
    expect(refusal(() => Reflect.apply(receive, undefined, [ticket, option]))).toMatchObject({
      code: 'ERR_CAPSULE_OPTION_UNUSABLE',
      expected: 'no options',
    });
  expect([ticket].map(receive).map((each) => isCapsule(each))).toEqual([true]);
});

describe('receive rejects', () => {
  const ticket = share(seal());
  const [copy, random] = ticket.split(':') as [string, string];
  receive(ticket);
  const message = (found: string) => `Receiving a capsule: expected a ticket that share() returned, found ${found}.`;

  test.each<[string, unknown, string]>([
    ['nothing', undefined, 'undefined'],
    ['an object', { toString: () => ticket }, 'a plain object'],
    ['a text', 'ticket', "the string 'ticket'"],
    ['a longer one', `${ticket}0`, 'a string of 50 characters'],
    ['one in capitals', ticket.toUpperCase(), 'a string of 49 characters'],
    ['a guessed one', `${copy}:${'0'.repeat(32)}`, 'one that was never returned, or was used long ago'],
  ])('%s', (_, given, found) => {
    if (/^[0-9]+:[0-9]+$/.test(ticket)) return; // digits have no capitals
    expect(refusal(() => receive(given as string))).toEqual({
      type: 'Error',
      code: 'ERR_CAPSULE_TICKET_UNKNOWN',
      message: message(found),
      expected: 'a ticket that share() returned',
      found,
    });
  });

  test('a ticket of another process or copy', () => {
    expect(refusal(() => receive(`${'0'.repeat(16)}:${random}`))).toMatchObject({
      code: 'ERR_CAPSULE_TICKET_FOREIGN',
      message: `${message('one of another process, or of another copy of @capsule/core')} Let both threads import the same @capsule/core.`,
    });
    const script = `try { require(${core}).receive('${ticket}') } catch (error) { console.log(error.code) }`;
    expect(spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' }).stdout).toBe(
      'ERR_CAPSULE_TICKET_FOREIGN\n',
    );
  });

  test('a used ticket', () => {
    expect(refusal(() => receive(ticket))).toMatchObject({
      code: 'ERR_CAPSULE_TICKET_USED',
      message: `${message('one that was used before')} Share the capsule again: a ticket is valid once.`,
    });
  });

  test('an expired ticket', async () => {
    const late = share(seal(), { expiresIn: 1 });
    await wait(20);
    expect(refusal(() => receive(late))).toMatchObject({
      code: 'ERR_CAPSULE_TICKET_EXPIRED',
      message: `${message('one that has expired')} Share the capsule again, with a longer expiresIn.`,
    });
  });

  test('a valid ticket whose contents were revoked', () => {
    const capsule = seal();
    const good = share(capsule);
    forge.revoke(capsule, name);
    expect(refusal(() => receive(good)).code).toBe('ERR_CAPSULE_REVOKED');
    expect(refusal(() => receive(good)).code).toBe('ERR_CAPSULE_TICKET_USED');
  });
});

test('a ticket has 128 random bits', () => {
  const capsule = seal();
  const tickets = Array.from({ length: 200 }, () => share(capsule));
  for (const ticket of tickets) expect(ticket).toMatch(/^[0-9a-f]{16}:[0-9a-f]{32}$/);
  expect(new Set(tickets).size).toBe(200);
  expect(new Set(tickets.map((ticket) => ticket.slice(0, 16))).size).toBe(1);
  tickets.map(receive);
});

test('a received capsule has the contents and label of the shared one, for every kind', () => {
  const data = seal();
  asTypedArray(data)[3] = 77;
  expect(asTypedArray(receive(share(data)))[3]).toBe(77);
  for (const capsule of [data, forge.sealPointer('@forge/content', 5), forge.sealTable(contract('1.0', 'sum'))])
    expect(inspect(receive(share(capsule)))).toEqual(inspect(capsule));
});

test('a ticket holds the contents until it is used or has expired', async () => {
  await collect(() => false, 5);
  const before = forge.destroyed();
  const ticket = (() => share(seal()))();
  await collect(() => false, 5);
  expect(forge.destroyed()).toBe(before);
  (() => expect(isCapsule(receive(ticket), name)).toBe(true))();
  expect(await collect(() => forge.destroyed() > before)).toBe(true);

  (() => share(seal(), { expiresIn: 5 }))();
  await vi.waitFor(async () => expect(await collect(() => forge.destroyed() > before + 1, 2)).toBe(true), 5_000);
});

test('another Worker receives the memory itself, and shares it back', async () => {
  const capsule = seal();
  const source = `
    const { parentPort, workerData } = require('node:worker_threads');
    const { asTypedArray, receive, share } = require(${core});
    const capsule = receive(workerData);
    asTypedArray(capsule).fill(5);
    parentPort.postMessage(share(capsule));`;
  const worker = new Worker(source, { eval: true, workerData: share(capsule) });
  const exit = new Promise((resolve) => worker.on('exit', resolve)); // may be emitted with the message
  const ticket = await new Promise<string>((resolve, reject) => worker.on('message', resolve).on('error', reject));
  await exit;
  expect(asTypedArray(capsule)).toEqual(new Uint8Array(8).fill(5));
  expect(asTypedArray(receive(ticket))).toEqual(new Uint8Array(8).fill(5));
});

/** Shares and receives in a child process, whose tickets do not disturb other tests. */
const addonFile = JSON.stringify(join(__dirname, '..', 'build', configuration, 'core.node'));
const prepare = `
  const { receive, share } = require(${core});
  const addon = require(${addonFile});
  const capsule = require(${JSON.stringify(join(__dirname, 'forge', 'build', configuration, 'forge.node'))}).sealPointer('@forge/content', 1);
  const digits = (i) => 'f'.repeat(16) + i.toString(16).padStart(32, '0');`;

// If each call searched all waiting tickets, this would take minutes.
test('a hundred thousand tickets can wait and be received', () => {
  const script = `${prepare}
    Array.from({ length: 100_000 }, () => share(capsule)).forEach(receive);
    console.log('received');`;
  expect(runScript(script)).toEqual({ status: 0, signal: null, stdout: 'received\n', stderr: '' });
});

test('several Workers share and receive at once', () => {
  const script = `${prepare}
    const { Worker } = require('node:worker_threads');
    const work = ${JSON.stringify(prepare)} + \`
      for (let round = 0; round < 20; round++) {
        const tickets = Array.from({ length: 500 }, () => share(capsule, { expiresIn: round % 2 === 0 ? 60_000 : 1 }));
        for (const ticket of tickets) try { receive(ticket) } catch (error) { if (!/_(EXPIRED|UNKNOWN)$/.test(error.code)) throw error }
      }\`;
    for (let i = 0; i < 4; i++) new Worker(work, { eval: true });`;
  expect(runScript(script)).toEqual({ status: 0, signal: null, stdout: '', stderr: '' });
});

test('share rejects a ticket when 262,144 wait to be received, until one is received or has expired', () => {
  const script = `${prepare}
    const all = Array.from({ length: 2 ** 18 }, (_, i) => addon.share(capsule, digits(i), 60_000));
    const attempt = () => { try { return typeof share(capsule) } catch (error) { return [error.name, error.code, error.message] } };
    const outcomes = [attempt()];
    receive(all[7]);
    outcomes.push(attempt(), attempt()[1]);
    all.slice(8, 11).forEach(receive);
    addon.share(capsule, digits(2 ** 18), 1);
    addon.share(capsule, digits(2 ** 18 + 1), 1);
    setTimeout(() => console.log(JSON.stringify([...outcomes, attempt(), attempt(), attempt(), attempt()[1]])), 20);`;
  const rejected = 'ERR_CAPSULE_TOO_MANY_TICKETS';
  const { stdout, ...exit } = runScript(script);
  expect(exit).toEqual({ status: 0, signal: null, stderr: '' });
  expect(JSON.parse(stdout)).toEqual([
    [
      'RangeError',
      rejected,
      "Sharing '@forge/content': expected fewer than 262144 tickets that wait to be received, found 262144. Receive them, share fewer at a time, or share with a shorter expiresIn.",
    ],
    'string',
    rejected,
    'string',
    'string',
    'string',
    rejected,
  ]);
});
