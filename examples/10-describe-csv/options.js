// Parses the command line.
import { parseArgs } from 'node:util';

export const usage = `node index.js [file]

Describes the columns of a CSV file, of standard input (-), or, without an argument, of a million generated rows.

  --delimiter <char>  between cells; default: the most frequent of , ; tab | in the first line
  --decimal <char>    decimal separator: . (default) or ,
  --header            the first row has names; default: if one of its cells is not a number
  --no-header         the first row has values
  --ascii             draw with ASCII; default unless the terminal is known to use UTF-8
  --no-ascii          draw with Unicode blocks
  --help              print this

Missing values are empty cells and NA, N/A, NaN, null, none, -. Not numbers: infinities, 0x10, 1_000, 1e400.
Exit code: 0 if everything was described, 1 if rows or cells were skipped, 2 if nothing could be described.
`;

/** An error that is printed without a stack trace. */
export class UsageError extends Error {}

const isUtf8 = ({ LC_ALL, LC_CTYPE, LANG, WT_SESSION }) =>
  process.platform === 'win32' ? WT_SESSION !== undefined : /utf-?8/i.test(LC_ALL || LC_CTYPE || LANG || '');

export function readOptions(args, env) {
  const { values, positionals } = parse(args);
  const delimiter = values.delimiter === 'tab' || values.delimiter === '\\t' ? '\t' : values.delimiter;
  requireCharacter('--delimiter', delimiter, (char) => char !== '"' && char !== '\n' && char !== '\r');
  requireCharacter('--decimal', values.decimal, (char) => char === '.' || char === ',');
  if (positionals.length > 1) throw new UsageError(`expected one file, found ${positionals.length}.`);
  const ascii = values.ascii ?? !isUtf8(env);
  return { ...values, delimiter, ascii, file: positionals[0] };
}

function parse(args) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      allowNegative: true,
      options: {
        delimiter: { type: 'string' },
        decimal: { type: 'string', default: '.' },
        header: { type: 'boolean' },
        ascii: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new UsageError(`${error.message.split('. To ')[0].replace(/\.$/, '')}. --help lists the options.`);
  }
}

function requireCharacter(name, value, isValid) {
  if (value === undefined || ([...value].length === 1 && isValid(value))) return;
  throw new UsageError(`expected a character as ${name}, found '${value}'. --help lists the options.`);
}
