/**
 * Loads the package. An error, such as that of a missing binary, is thrown to the caller: if the package were imported
 * by an ES module, Node 20 would end the process, although the importing program catches the error.
 */
export function load(): void {
  require('./index.js');
}
