// Two foreign function interfaces. Each returns { dot, moments }, or undefined if it is not installed.
const { functions } = require('@capsule/fastmath/bindings/fastmath.ffi.cjs');

/** koffi calls by address, and reads the addresses from the table. */
exports.koffi = (table, library) => {
  const koffi = load('koffi');
  if (koffi === undefined) return undefined;
  koffi.load(library); // koffi 3.3 crashes in a call by address unless it has loaded a library before
  koffi.alias('pointer', 'void *');
  const call = ({ offset, return: result, arguments: list }) =>
    koffi.decode(koffi.decode(table, offset, 'pointer'), koffi.proto(result, list));
  return { dot: call(functions.dot), moments: call(functions.moments) };
};

/** node:ffi calls functions that a library exports by name. */
exports['node:ffi'] = (_table, library) => {
  const ffi = load('node:ffi');
  if (ffi === undefined) return undefined;
  const names = { exported_dot: functions.dot, exported_moments: functions.moments };
  const { exported_dot, exported_moments } = ffi.dlopen(library, names).functions;
  return { dot: exported_dot, moments: exported_moments };
};

function load(name) {
  try {
    return require(name);
  } catch (error) {
    if (error.code === 'MODULE_NOT_FOUND' || error.code === 'ERR_UNKNOWN_BUILTIN_MODULE') return undefined;
    throw error;
  }
}
