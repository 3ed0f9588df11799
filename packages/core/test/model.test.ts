import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { asTypedArray, type Capsule, inspect, receive, share } from '@capsule/core';
import { configuration } from '@capsule/test-support/child-process';
import { fc, runs } from '@capsule/test-support/properties';
import { expect, test } from 'vitest';
import { collect, forge } from './forge/index.js';

const name = '@forge/content';

/** The longest validity of tickets: on a busy machine a history can take more than the minute of the default. */
const expiresIn = 2 ** 31 - 1;

/** The expected state of one envelope. */
interface Model {
  readonly kind: 'pointer' | 'data';
  state: 'live' | 'taken' | 'revoked';
  /** Holds in C, by number, without those of views. */
  holds: number[];
  views: unknown[];
  /** JavaScript values: more than one after carrying or receiving. */
  values: Capsule[];
  tickets: string[];
}

const operations = [
  'seal a pointer',
  'seal data',
  'open',
  'release',
  'release on a thread',
  'take',
  'revoke',
  'carry',
  'view',
  'drop a value',
  'drop a view',
  'collect',
  'share',
  'receive',
  'let a Worker open, share back and exit',
] as const;

/** Operations, each on the envelope that a number selects. */
const history = fc.array(fc.tuple(fc.constantFrom(...operations), fc.nat(1000)), { minLength: 1, maxLength: 40 });

/** A Worker receives a capsule, opens it, releases or keeps the hold, sends a ticket back and exits. */
const worker = `
  const { parentPort, workerData } = require('node:worker_threads');
  const core = require(${JSON.stringify(join(__dirname, '..', 'dist', 'index.js'))});
  const forge = require(${JSON.stringify(join(__dirname, 'forge', 'build', configuration, 'forge.node'))});
  const capsule = core.receive(workerData.ticket);
  const hold = workerData.kind === 'data' ? forge.openData(capsule, null) : forge.openPointer(capsule, '${name}');
  if (workerData.release) forge.release(hold);
  parentPort.postMessage([core.share(capsule, { expiresIn: workerData.expiresIn }), workerData.release ? -1 : hold]);`;

class World {
  readonly all: Model[] = [];
  destroyed = 0;

  /** Whether the contents are alive: taken or revoked ones only while they are held. */
  private alive(model: Model): boolean {
    const held = model.holds.length + model.views.length + model.tickets.length > 0;
    return held || (model.state === 'live' && model.values.length > 0);
  }

  /** Counts the contents as destroyed if nothing keeps them alive after the operation. */
  private countDestroyed(model: Model, livedBefore: boolean): void {
    if (livedBefore && !this.alive(model)) this.destroyed++;
  }

  private open(model: Model, value: Capsule): number {
    return model.kind === 'data' ? forge.openData(value, null) : forge.openPointer(value, name);
  }

  /** Runs one operation on the envelope and on the model, or expects its rejection if the model does. */
  async step(operation: (typeof operations)[number], pick: number): Promise<void> {
    if (operation.startsWith('seal')) {
      const kind = operation === 'seal data' ? 'data' : 'pointer';
      const value =
        kind === 'data' ? forge.sealData(name, { room: 8, code: 1, bits: 8, shape: [8] }) : forge.sealPointer(name, 1);
      this.all.push({ kind, state: 'live', holds: [], views: [], values: [value], tickets: [] });
      return;
    }
    const model = this.all[pick % Math.max(this.all.length, 1)];
    if (model === undefined) return;
    const lived = this.alive(model);
    const value = model.values[pick % Math.max(model.values.length, 1)];
    const gone = `ERR_CAPSULE_${model.state.toUpperCase()}`;
    const attempt = (act: (value: Capsule) => void): void => {
      if (value === undefined) return;
      if (model.state === 'live') act(value);
      else expect(() => act(value)).toThrow(expect.objectContaining({ code: gone }));
    };
    switch (operation) {
      case 'open':
        attempt((value) => model.holds.push(this.open(model, value)));
        break;
      case 'release':
      case 'release on a thread': {
        const hold = model.holds.pop();
        if (hold !== undefined) forge.release(hold, operation !== 'release');
        break;
      }
      case 'take':
        attempt((value) => {
          const hold = model.kind === 'data' ? forge.takeData(value, name) : forge.take(value, name);
          const others = model.holds.length + model.views.length + model.tickets.length;
          expect(forge.isExclusive(hold)).toBe(others === 0);
          model.holds.push(hold);
          model.state = 'taken';
        });
        break;
      case 'revoke':
        attempt((value) => {
          forge.revoke(value, name);
          model.state = 'revoked';
        });
        break;
      case 'carry': {
        const hold = model.holds[0];
        if (hold !== undefined && model.state === 'live') model.values.push(forge.carry(hold));
        break;
      }
      case 'view':
        if (model.kind === 'data') attempt((value) => model.views.push(asTypedArray(value)));
        break;
      case 'drop a value':
        model.values.pop();
        break;
      case 'drop a view':
        model.views.pop();
        break;
      case 'share':
        attempt((value) => model.tickets.push(share(value, { expiresIn })));
        break;
      case 'receive': {
        const ticket = model.tickets.pop();
        if (ticket === undefined) break;
        if (model.state === 'live') model.values.push(receive(ticket));
        else expect(() => receive(ticket)).toThrow(expect.objectContaining({ code: gone }));
        break;
      }
      case 'let a Worker open, share back and exit':
        if (value !== undefined && model.state === 'live') await this.visit(model, value, pick % 2 === 0);
        break;
    }
    this.countDestroyed(model, lived);
    if (operation === 'collect') await this.compare();
  }

  private async visit(model: Model, value: Capsule, release: boolean): Promise<void> {
    const workerData = { ticket: share(value, { expiresIn }), kind: model.kind, release, expiresIn };
    const thread = new Worker(worker, { eval: true, workerData });
    const exit = new Promise((resolve) => thread.on('exit', resolve)); // may be emitted with the message
    const [ticket, hold] = await new Promise<[string, number]>((resolve, reject) =>
      thread.on('message', resolve).on('error', reject),
    );
    await exit;
    model.tickets.push(ticket);
    if (hold >= 0) model.holds.push(hold);
  }

  /** Compares with the model, after as many garbage collections as that takes. */
  async compare(): Promise<void> {
    await collect(() => forge.destroyed() === this.destroyed, 300);
    expect(forge.destroyed()).toBe(this.destroyed);
    for (const { values, state } of this.all)
      for (const value of values) expect(inspect(value)).toMatchObject({ state });
  }

  /** Releases everything: all contents must then have been destroyed once. */
  async end(): Promise<void> {
    for (const model of this.all) {
      const lived = this.alive(model);
      for (const hold of model.holds.splice(0)) forge.release(hold);
      for (const ticket of model.tickets.splice(0)) {
        if (model.state === 'live') receive(ticket);
        else expect(() => receive(ticket)).toThrow();
      }
      model.values.splice(0);
      model.views.splice(0);
      this.countDestroyed(model, lived);
    }
    await this.compare();
  }
}

test('any sequence of operations matches a model: all contents are destroyed once, and not too early', async () => {
  await fc.assert(
    fc.asyncProperty(history, async (steps) => {
      await collect(() => false, 3); // what a history that failed has left: shrinking continues after it
      const world = new World();
      world.destroyed = forge.destroyed();
      for (const [operation, pick] of steps) await world.step(operation, pick);
      await world.end();
    }),
    { numRuns: runs(60) },
  );
}, 600_000);
