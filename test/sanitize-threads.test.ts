import { node, run } from '@capsule/test-support/child-process';
import { skipWithout } from '@capsule/test-support/skip';
import { expect, test } from 'vitest';

const runtime = process.platform === 'linux' ? run('sh', ['-c', 'gcc -print-file-name=libtsan.so']).stdout.trim() : '';

test('ThreadSanitizer finds no data race in counts and the thread pool, and finds planted ones (requires libtsan)', {
  timeout: 300_000,
  ...skipWithout('the runtime of ThreadSanitizer', runtime.includes('/')),
}, () => {
  const { status, stdout } = node(['scripts/sanitize-threads.mjs'], {
    env: { ...process.env, CC: 'gcc', CXX: 'g++' },
  });
  expect({ status, stdout }).toEqual({ status: 0, stdout: 'counts: no data race\nthread-pool: no data race\n' });
});
