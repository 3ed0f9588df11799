// A progress bar on a terminal; prints nothing if standard error is a file or a pipe.
import { Presets, SingleBar } from 'cli-progress';

/** `total` is undefined if it is not known, as for standard input. */
export function startProgress(doing, total, ascii) {
  const format = total === undefined ? `${doing} {value} bytes` : `${doing} {bar} {percentage} %, {eta} s left`;
  const preset = ascii ? Presets.legacy : Presets.shades_classic;
  const bar = new SingleBar(
    { format, barsize: 30, hideCursor: true, clearOnComplete: true, stopOnComplete: true },
    preset,
  );
  let done = 0;
  bar.start(total ?? Number.MAX_SAFE_INTEGER, 0);
  return {
    add: (n) => {
      done += n;
      bar.update(done);
    },
    stop: () => bar.stop(),
  };
}
