// What the command line asks for.
import { parseArgs } from 'node:util';

export const usage = `node index.js [file]

Describes the columns of a CSV file: of a file, of standard input (-), or of a million rows that it makes itself.

  --delimiter <char>  what is between cells; if not given, which of , ; tab | the first line has most of
  --decimal <char>    what is before the fraction of a number: . (the default) or ,
  --no-header         the first row has values; if not given, it has names unless all of it are numbers
  --ascii             draws with ASCII; the default where the terminal is not known to have UTF-8
  --no-ascii          draws with Unicode blocks
  --help              shows this

Missing values are empty cells and NA, N/A, NaN, null, none, -. Infinities are no numbers, nor are 0x10, 1_000, 1e400.
Ends with 0 if all was described, 1 if rows or cells were left out, 2 if there was nothing to describe.
`;

/** What ends it in words, without a stack. */
export class Refusal extends Error {}

const isUtf8 = ({ LC_ALL, LC_CTYPE, LANG, WT_SESSION }) =>
  process.platform === 'win32' ? WT_SESSION !== undefined : /utf-?8/i.test(LC_ALL || LC_CTYPE || LANG || '');

export function readOptions(args, env) {
  const { values, positionals } = parse(args);
  const delimiter = values.delimiter === 'tab' || values.delimiter === '\\t' ? '\t' : values.delimiter;
  oneCharacter('--delimiter', delimiter, (char) => char !== '"' && char !== '\n' && char !== '\r');
  oneCharacter('--decimal', values.decimal, (char) => char === '.' || char === ',');
  if (positionals.length > 1) throw new Refusal(`expected one file, found ${positionals.length}.`);
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
    throw new Refusal(`${error.message.split('. To ')[0].replace(/\.$/, '')}. --help shows what there is.`);
  }
}

function oneCharacter(name, value, isGood) {
  if (value === undefined || ([...value].length === 1 && isGood(value))) return;
  throw new Refusal(`expected a character as ${name}, found '${value}'. --help shows what there is.`);
}
