// npm run test:failures [-- <group>...]
import { groups } from './scenarios/index.js';
import { failures } from './supervise.js';

async function main(): Promise<void> {
  const given = process.argv.slice(2);
  const names = given.length > 0 ? given : Object.keys(groups).filter((name) => name !== 'control');
  let found = 0;
  for (const name of names) {
    const { faults, ...counts } = await failures(name, 1, (fault) => console.log(`${name}: ${JSON.stringify(fault)}`));
    console.log(JSON.stringify({ addon: name, ...counts, faults: faults.length }));
    found += faults.length;
  }
  process.exitCode = found === 0 ? 0 : 1;
}

main();
