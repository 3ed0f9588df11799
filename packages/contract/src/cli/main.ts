import { isCapsuleError } from '@capsule/core';
import { createProgram } from './program.js';

createProgram()
  .parseAsync()
  .catch((error: unknown) => {
    // These messages say what to do; a stack trace would add nothing.
    console.error(isCapsuleError(error) ? error.message : error);
    process.exitCode = 1;
  });
