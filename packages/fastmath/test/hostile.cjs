// Calls every function with wrong arguments. Prints a line for each call, its name before the call and the outcome
// after it, so that the last line of a process that crashed names the call.

const { writeSync } = require('node:fs');
const addon = require(`../build/${process.env.CAPSULE_BUILD || 'Release'}/fastmath.node`);
const fastmath = require('@capsule/fastmath');

const vector = () => Float64Array.of(3, 1, 2);
/** Where a native function writes several numbers, and the array that it writes as its result. */
const numbers = () => new Float64Array(6);
const out = () => new Float64Array(3);

/** Valid arguments of each native function. Those of the package need no output. */
const kernels = {
  sum: () => [vector()],
  dot: () => [vector(), vector()],
  minMax: () => [vector(), numbers()],
  moments: () => [vector(), numbers()],
  comoments: () => [vector(), vector(), numbers()],
  axpy: () => [2, vector(), vector()],
  scale: () => [2, vector()],
  sumExact: () => [vector()],
  argMinMax: () => [vector(), numbers()],
  add: () => [vector(), vector(), out()],
  divide: () => [vector(), vector(), out()],
  sqrt: () => [vector(), out()],
  cumsum: () => [vector(), out()],
  sort: () => [vector()],
  select: () => [vector(), Float64Array.of(0, 2), Float64Array.of(0, 0)],
  rank: () => [vector(), out()],
  searchSorted: () => [vector(), vector(), true, out()],
  histogram: () => [vector(), 0, 4, 3, out()],
  momentsWeighted: () => [vector(), vector(), numbers()],
  gather: () => [vector(), 2, -1, 2, Float64Array.of(0, 0)],
  sumStrided: () => [vector(), 0, 2, 2],
  dotStrided: () => [vector(), 2, -1, vector(), 0, 1, 3],
  minMaxStrided: () => [vector(), 0, 1, 3, numbers()],
  deviations: () => [vector(), numbers()],
  momentsStrided: () => [vector(), 0, 1, 3, numbers()],
  comomentsStrided: () => [vector(), 2, -2, vector(), 0, 2, 2, numbers()],
};
const withoutOut = (make) => () =>
  make().filter((value) => !(value instanceof Float64Array && value.every((each) => each === 0)));

/** Valid arguments of the functions of the package that differ from their native functions. */
const functions = {
  select: () => [vector(), vector().map((each) => each - 1)],
  sumStrided: () => [vector(), {}],
  dotStrided: () => [vector(), vector(), {}],
  minMaxStrided: () => [vector(), {}],
  momentsStrided: () => [vector(), {}],
  comomentsStrided: () => [vector(), vector(), {}],
  searchSorted: () => [vector(), vector(), {}],
  histogram: () => [vector(), 0, 4, 2],
  gather: () => [vector(), {}],
  widen: () => [Float32Array.of(3, 1, 2)],
};

const noOptions = ['nothing', 'an object without a prototype'];

/** The wrong values that these functions accept, by argument. */
const right = {
  select: [[], ['an array']],
  sumStrided: [[], noOptions],
  dotStrided: [[], [], noOptions],
  minMaxStrided: [[], noOptions],
  momentsStrided: [[], noOptions],
  comomentsStrided: [[], [], noOptions],
  searchSorted: [[], ['a number', 'an array'], noOptions],
  gather: [[], noOptions],
  widen: [['a Float32Array']],
};

function detach(array) {
  structuredClone(array.buffer, { transfer: [array.buffer] });
  return array;
}

/** A view of a buffer that was shrunk later. */
function shrunk(elements, left) {
  const buffer = new ArrayBuffer(8 * elements, { maxByteLength: 8 * elements });
  const array = new Float64Array(buffer, 0, elements);
  buffer.resize(8 * left);
  return array;
}

/** An object that detaches all arguments when it is converted. */
function thief(args) {
  const steal = () => {
    for (const each of args) if (ArrayBuffer.isView(each) && each.byteLength > 0) detach(each);
    return 2;
  };
  return { valueOf: steal, toString: steal, [Symbol.toPrimitive]: steal };
}

class Liar extends Float64Array {
  get length() {
    return 1e9;
  }
  get byteLength() {
    return 8e9;
  }
}

class Vanishing extends Float64Array {
  get length() {
    detach(this);
    return 3;
  }
}

function revoked() {
  const { proxy, revoke } = Proxy.revocable(vector(), {});
  revoke();
  return proxy;
}

/** Values that every argument rejects, except that some arguments are numbers or booleans. */
const wrong = {
  nothing: () => undefined,
  null: () => null,
  'a boolean': () => true,
  'a number': () => 5,
  'a bigint': () => 5n,
  'a string': () => '3,1,2',
  'a symbol': () => Symbol('x'),
  'a function': () => vector,
  'a plain object': () => ({ length: 3, 0: 1, 1: 2, 2: 3 }),
  'an array': () => [3, 1, 2],
  'an array buffer': () => new ArrayBuffer(24),
  'a data view': () => new DataView(new ArrayBuffer(24)),
  'a Float32Array': () => new Float32Array(3),
  'a BigInt64Array': () => new BigInt64Array(6),
  'a Uint8Array at an odd address': () => new Uint8Array(49).subarray(1),
  'a prototype': () => Float64Array.prototype,
  'what inherits from a vector': () => Object.create(vector()),
  'a Proxy of a vector': () => new Proxy(vector(), {}),
  'a Proxy that was revoked': revoked,
  'a capsule': () => fastmath.capsule,
  'an object without a prototype': () => Object.create(null),
  'a thief': thief,
};

/** Unusual vectors. A function may accept or reject them. */
const strange = {
  'an array of one': () => Float64Array.of(1),
  'an empty array': () => new Float64Array(),
  'an array that lies': () => new Liar(3),
  'an array that vanishes': () => new Vanishing(3),
  'an array with a property that lies': () => Object.defineProperty(vector(), 'length', { value: 1e9 }),
  'an array that was detached': () => detach(vector()),
  'an array whose buffer shrank': () => shrunk(6, 5),
  'an array whose buffer has nothing left': () => shrunk(6, 0),
  'an array that follows its buffer': () => new Float64Array(new ArrayBuffer(16, { maxByteLength: 80 })),
};

/** Views that a native function takes for an array of their bytes, which is safe: the JavaScript side rejects them. */
const views = ['a data view', 'a Float32Array', 'a BigInt64Array'];

/** A native function. It returns undefined where its arguments are wrong, and the JavaScript side then throws. */
function rejecting(call) {
  // biome-ignore lint/complexity/useArrowFunction: `new` throws the source of an arrow function.
  return function (...args) {
    if (call(...args) === undefined) throw new TypeError('expected other arguments');
  };
}

function attempt(kind, title, call) {
  writeSync(1, `${kind}: ${title}: `);
  let outcome = 'returned';
  try {
    call();
  } catch (error) {
    outcome = error instanceof Error ? String(error).split('\n')[0] : `threw ${typeof error}`;
  }
  writeSync(1, `${outcome}\n`);
}

function attack(name, call, make, accepted) {
  const isRight = (i, title) => accepted?.includes(title) || right[name]?.[i]?.includes(title);
  for (let count = 0; count < make().length; count++) {
    attempt(isRight(count, 'nothing') ? 'strange' : 'wrong', `${name} with ${count} arguments`, () =>
      call(...make().slice(0, count)),
    );
  }
  make().forEach((rightful, i) => {
    for (const [kind, values] of Object.entries({ wrong, strange })) {
      for (const [title, value] of Object.entries(values)) {
        if (title === `a ${typeof rightful}`) continue;
        attempt(isRight(i, title) ? 'strange' : kind, `${name} with ${title} as argument ${i}`, () => {
          const args = make();
          args[i] = value(args);
          return call(...args);
        });
      }
    }
  });
  attempt('strange', `new ${name}`, () => Reflect.construct(call, make()));
  attempt('strange', `${name} of null`, () => Reflect.apply(call, null, make()));
}

for (const [name, make] of Object.entries(kernels)) {
  for (const variant of addon.variants())
    attack(`${variant} ${name}`, rejecting(addon.load(variant)[name]), make, views);
  if (name in fastmath && !(name in functions)) attack(name, fastmath[name], withoutOut(make));
}
for (const [name, make] of Object.entries(functions)) attack(name, fastmath[name], make);
for (const [title, value] of Object.entries({ ...wrong, ...strange })) {
  attempt('load', title, () => addon.load(value([])));
}
writeSync(1, 'the end\n');
