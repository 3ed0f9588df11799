export * from '../bindings/fastmath.promises.js'; // the functions of the contract that run on other threads
