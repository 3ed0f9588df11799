/** The version of a contract as numbers. */
export interface Version {
  readonly major: number;
  readonly minor: number;
}

/** `1.2` as numbers; undefined for anything that is not a version. */
export function parseVersion(text: unknown): Version | undefined {
  const match = typeof text === 'string' ? /^(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})$/.exec(text) : null;
  return match === null ? undefined : { major: Number(match[1]), minor: Number(match[2]) };
}

/** The minor of a valid version. */
export const minorOf = (version: string): number => parseVersion(version)?.minor ?? 0;

/** The minor that consumers of a contract need unless they choose another one. */
export const targetMinor = ({ minor, target }: { minor: number; target?: string | undefined }): number =>
  target === undefined ? minor : minorOf(target);

/** Compares two versions for sorting: the older first. */
export function compareVersions(a: string, b: string): number {
  const [one, other] = [parseVersion(a), parseVersion(b)];
  return (one?.major ?? 0) - (other?.major ?? 0) || minorOf(a) - minorOf(b);
}
