import { isCapsuleError } from '@capsule/core';
import { createProgram } from './program.js';

createProgram()
  .parseAsync()
  .catch((error: unknown) => {
    // A refusal says what to do; a stack tells a reader nothing more.
    console.error(isCapsuleError(error) ? error.message : error);
    process.exitCode = 1;
  });
