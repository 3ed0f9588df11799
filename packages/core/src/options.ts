/** The value of an option; of nothing else than the object itself, whatever its prototype has. */
export function ownOption<Options extends object, Key extends keyof Options & string>(
  options: Options | undefined,
  key: Key,
): unknown {
  if (typeof options !== 'object' || options === null || !Object.hasOwn(options, key)) return undefined;
  return options[key];
}
