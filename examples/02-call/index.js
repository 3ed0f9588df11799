// One addon calls the C functions of another. JavaScript connects the two and gets the result.
import { capsule } from '@capsule/fastmath';
import { createStats } from '@capsule/stats';

const stats = createStats(capsule); // stats opens the capsule, once

const values = Float64Array.from({ length: 1_000_000 }, (_, i) => (i % 1000) / 8);
console.log('mean', stats.mean(values)); // stats calls math->sum(x, n) / n; sum is in fastmath
console.log('std ', stats.std(values));

// The named exports are connected in the same way: import { mean, std } from '@capsule/stats';
