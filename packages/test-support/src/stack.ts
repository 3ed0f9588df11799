/**
 * A script that makes calls where the stack of JavaScript is almost used up, as in an endless recursion. Each call must
 * return what it returns elsewhere, or throw the same error, or a RangeError of the engine.
 *
 * @param calls - the text of an object whose methods make one call each
 * @param setup - code that runs before
 */
export const atTheEndOfTheStack = (calls: string, setup = ''): string => `
  ${setup}
  const outcome = (call) => {
    try {
      return JSON.stringify(call()) ?? 'nothing';
    } catch (error) {
      const isOverflow = error instanceof RangeError && error.message === 'Maximum call stack size exceeded';
      return isOverflow ? 'overflow' : 'throws ' + (error.code ?? error.stack);
    }
  };
  const differences = [];
  for (const [name, call] of Object.entries(${calls})) {
    const expected = outcome(call);
    let frames = 0;
    const found = new Set();
    const recurse = () => {
      try {
        recurse();
      } catch {}
      if (frames++ < 200) found.add(outcome(call)); // the deepest frames first
    };
    try {
      recurse();
    } catch {}
    for (const each of found) if (each !== 'overflow' && each !== expected) differences.push([name, expected, each]);
    if (!found.has(expected)) differences.push([name, expected]);
  }
  console.log(JSON.stringify(differences));`;
