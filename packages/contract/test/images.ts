/** The preferred address of the binaries below, and the file offset of their only segment. */
const START = 0x400;

/** The bytes of the segment, with pointers as the format stores them. */
function content(stored: (offset: number) => bigint, mark: string): Buffer {
  const data = Buffer.alloc(512);
  data.write(`\0${mark}\0`, 16);
  const text = (at: number, value: string) => {
    data.write(`${value}\0`, at);
    return stored(at);
  };
  const name = text(64, '@acme/math');
  const entries = 128;
  for (const [i, [fn, signature]] of [
    ['sum', 'f64(*f64,usize)'],
    ['dot', 'f64(*f64,*f64,usize)'],
  ].entries()) {
    data.writeBigUInt64LE(text(256 + 64 * i, fn ?? ''), entries + 24 * i);
    data.writeBigUInt64LE(text(272 + 64 * i, signature ?? ''), entries + 24 * i + 8);
    data.writeUInt32LE(i, entries + 24 * i + 16);
    data.writeUInt32LE(i, entries + 24 * i + 20);
  }
  const contract = 448;
  data.writeUInt32LE(40, contract);
  data.writeUInt32LE(24, contract + 4);
  data.writeBigUInt64LE(name, contract + 8);
  data.writeUInt32LE(2, contract + 16);
  data.writeUInt32LE(1, contract + 20);
  data.writeBigUInt64LE(2n, contract + 24);
  data.writeBigUInt64LE(stored(entries), contract + 32);
  return data;
}

/** The contract in the images below. */
export const contract = {
  name: '@acme/math',
  major: 2,
  minor: 1,
  functions: [
    { name: 'sum', signature: 'f64(*f64,usize)', since: 0, retired: false },
    { name: 'dot', signature: 'f64(*f64,*f64,usize)', since: 1, retired: true },
  ],
};

/** A library for Windows with that contract: headers, and one section. */
export function pe(machine: number, mark = 'capsule seals a table'): Buffer {
  const base = 0x1_8000_0000n;
  const header = Buffer.alloc(START);
  header.write('MZ');
  header.writeUInt32LE(64, 60);
  header.write('PE\0\0', 64);
  header.writeUInt16LE(machine, 68);
  header.writeUInt16LE(1, 70); // sections
  header.writeUInt16LE(240, 84); // bytes of the optional header
  header.writeUInt16LE(0x20b, 88);
  header.writeBigUInt64LE(base, 112);
  const section = 88 + 240;
  header.writeUInt32LE(512, section + 8);
  header.writeUInt32LE(0x2000, section + 12);
  header.writeUInt32LE(512, section + 16);
  header.writeUInt32LE(START, section + 20);
  return Buffer.concat([header, content((offset) => base + 0x2000n + BigInt(offset), mark)]);
}

/** A library for macOS with that contract: a header, and one segment, with or without chained fixups. */
export function machO(cpu: number, chained: boolean, mark = 'capsule opens a table'): Buffer {
  const header = Buffer.alloc(START);
  header.writeUInt32LE(0xfeedfacf);
  header.writeUInt32LE(cpu, 4);
  header.writeUInt32LE(1, 16); // commands
  header.writeUInt32LE(0x19, 32);
  header.writeUInt32LE(72, 36);
  header.writeBigUInt64LE(0x4000n, 56);
  header.writeBigUInt64LE(BigInt(START), 72);
  header.writeBigUInt64LE(512n, 80);
  const next = chained ? 2n << 51n : 0n;
  return Buffer.concat([header, content((offset) => next | (0x4000n + BigInt(offset)), mark)]);
}

/** A library for macOS whose contract has any name, of up to 60 bytes. */
export function hostileMachO(name: string): Buffer {
  const file = machO(0x01000007, false, 'capsule opens a table');
  Buffer.alloc(64).copy(file, START + 64);
  Buffer.from(name)
    .subarray(0, 60)
    .copy(file, START + 64);
  return file;
}

/** A universal library of both. */
export function universal(...slices: readonly Buffer[]): Buffer {
  const header = Buffer.alloc(0x1000);
  header.writeUInt32BE(0xcafebabe);
  header.writeUInt32BE(slices.length, 4);
  const padded = slices.map((slice) => Buffer.concat([slice, Buffer.alloc(0x1000 - slice.length)]));
  for (const i of slices.keys()) header.writeUInt32BE(0x1000 * (i + 1), 8 + 20 * i + 8);
  return Buffer.concat([header, ...padded]);
}
