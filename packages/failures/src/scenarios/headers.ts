import { type Capsule, inspect, loadAddon } from '@capsule/core';
import { capsule as fastmath } from '@capsule/fastmath';
import { call, fresh, type Group, type Scenario } from '../scenario.js';
import { binary } from './binaries.js';

type Subject = Readonly<Record<string, (value?: unknown) => unknown>>;

const label = (capsule: unknown): unknown => inspect(capsule as Capsule);

/** The functions of capsule.h, capsule_function.h, capsule_data.h, capsule_owned.h and capsule_dlpack.h. */
export function headers(): Group {
  const subject = loadAddon<Subject>(__dirname, 'subject');
  const f = (name: string) => subject[name] as (value?: unknown) => unknown;
  const [table, pointer, functionCapsule, data] = ['sealTable', 'sealPointer', 'sealFunction', 'sealData'].map((name) =>
    f(name)(),
  );
  const all = { table, pointer, function: functionCapsule, data, 'fastmath table': fastmath, '{}': {}, '1': 1 };
  const seal = ['sealTable', 'sealPointer', 'sealSized', 'sealFunction', 'sealData', 'importCapsule'].map((name) =>
    call(`${name}()`, () => f(name)(), label),
  );
  const open =
    'openTable openWrongTable openLaterTable openPointer openFunction openUnaryFunction openData check label';
  const opened: Scenario[] = open
    .split(' ')
    .flatMap((name) => Object.entries(all).map(([what, value]) => call(`${name}(${what})`, () => f(name)(value))));
  const change: Scenario[] = [
    ...['takePointer', 'revokePointer', 'carryPointer'].flatMap((name) => [
      fresh(`${name}(pointer)`, () => f('sealPointer')(), f(name), name === 'carryPointer' ? label : undefined),
      call(`${name}(data)`, () => f(name)(data)),
      call(`${name}(table)`, () => f(name)(table)),
      fresh(
        `${name}(taken pointer)`,
        () => {
          const taken = f('sealPointer')();
          f('takePointer')(taken);
          return taken;
        },
        f(name),
      ),
    ]),
    fresh('disposePointer(sized)', () => f('sealSized')(), f('disposePointer')),
    fresh('disposePointer(new pointer)', () => f('sealPointer')(), f('disposePointer')),
    call('disposePointer(table)', () => f('disposePointer')(table)),
    call('disposePointer({})', () => f('disposePointer')({})),
    fresh('takeData(data)', () => f('sealData')(), f('takeData')),
    call('takeData(pointer)', () => f('takeData')(pointer)),
    call('convertData(data)', () => f('convertData')(data), label),
    call('convertData(pointer)', () => f('convertData')(pointer)),
    call('importMissing()', () => f('importMissing')()),
    call('importOther()', () => f('importOther')()),
  ];
  return { addons: [binary('@capsule/failures', 'subject')], scenarios: [...seal, ...opened, ...change] };
}

/** The functions of capsule.hpp. */
export function wrapped(): Group {
  const subject = loadAddon<Subject>(__dirname, 'wrapped');
  const f = (name: string) => subject[name] as (value?: unknown) => unknown;
  const all = { table: f('sealTable')(), widget: f('sealWidget')(), '{}': {}, '1': 1 };
  const scenarios = [
    ...['sealTable', 'sealWidget'].map((name) => call(`${name}()`, () => f(name)(), label)),
    ...['openTable', 'openWidget'].flatMap((name) =>
      Object.entries(all).map(([what, value]) => call(`${name}(${what})`, () => f(name)(value))),
    ),
    call('importMissing()', () => f('importMissing')()),
  ];
  // node-addon-api checks for a property of each error that it throws, and uses the result even if that call failed.
  return { addons: [binary('@capsule/failures', 'wrapped')], scenarios, spared: ['napi_has_property'] };
}
