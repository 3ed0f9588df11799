// The exact sum in whole numbers of 2^-1074, which every double is.

const word = new BigUint64Array(1);
const double = new Float64Array(word.buffer);

function units(x: number): bigint {
  double[0] = x;
  const bits = word[0] as bigint;
  const exponent = (bits >> 52n) & 0x7ffn;
  const fraction = bits & 0xfffffffffffffn;
  const size = exponent === 0n ? fraction : (fraction | (1n << 52n)) << (exponent - 1n);
  return bits >> 63n === 0n ? size : -size;
}

/** The double nearest to so many units. Number() rounds a BigInt correctly; what is too long for it is cut before. */
function nearest(sum: bigint): number {
  if (sum < 0n) return -nearest(-sum);
  const cut = Math.max(sum.toString(2).length - 64, 0);
  const kept = sum >> BigInt(cut);
  const sticky = kept << BigInt(cut) === sum ? kept : kept | 1n;
  // In two steps: 2^-1074 * 2^1100 would not be exact in one. Each is exact, and the last may overflow, as it should.
  const power = cut - 1074;
  return Number(sticky) * 2 ** Math.trunc(power / 2) * 2 ** (power - Math.trunc(power / 2));
}

/** The proposal "Math.sumPrecise" (TC39), word by word. */
export function sumPrecise(x: Float64Array): number {
  if (x.some(Number.isNaN)) return Number.NaN;
  const infinite = new Set(x.filter((value) => !Number.isFinite(value)));
  if (infinite.size === 2) return Number.NaN;
  for (const value of infinite) return value;
  if (x.every((value) => Object.is(value, -0))) return -0;
  return nearest(x.reduce((sum, value) => sum + units(value), 0n));
}
