import './loaded.mjs'; // before the promises, whose module loads the addon

export * from '../bindings/fastmath.promises.mjs';
