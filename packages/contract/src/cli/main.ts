import { run } from './program.js';

run(process.argv.slice(2));
