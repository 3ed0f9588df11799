import { exitWhenWritten } from '../terminal.js';
import { run } from './program.js';

run(process.argv.slice(2)).then(exitWhenWritten);
