/** Loads the package. Throws to the caller: an error while an ES module imports it would end the process of Node 20. */
export function load(): void {
  require('./index.js');
}
