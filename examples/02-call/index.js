// One addon's C code calls another's. JavaScript is there at the beginning, and for the result.
import { capsule } from '@capsule/fastmath';
import { createStats } from '@capsule/stats';

const stats = createStats(capsule); // stats opens the envelope, once

const values = Float64Array.from({ length: 1_000_000 }, (_, i) => Math.sin(i));
console.log('mean', stats.mean(values)); // C in stats: math->sum(x, n) / n, C in fastmath
console.log('std ', stats.std(values));

// The same wiring, done by the package: import { mean, std } from '@capsule/stats';
