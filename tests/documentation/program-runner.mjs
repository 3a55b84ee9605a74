/**
 * Runs programs one after the other in this process, as each of them by itself would load the same packages anew. Each line
 * of the standard input is the address of one; behind what it printed comes a line that says how it ended.
 */
import { createInterface } from 'node:readline';
import { inspect } from 'node:util';

const [, , mark] = process.argv;
let fail = () => {};
process.on('uncaughtException', (error) => fail(error));

for await (const address of createInterface({ input: process.stdin })) {
  process.exitCode = 0;
  const failed = new Promise((_, reject) => {
    fail = reject;
  });
  try {
    await Promise.race([import(address), failed]);
  } catch (error) {
    process.stdout.write(`${inspect(error)}\n`);
    process.exitCode = 1;
  }
  // What it has told a moment before is written first.
  await new Promise((resolve) => process.stderr.write('', resolve));
  process.stdout.write(`${mark} ${process.exitCode}\n`);
}
process.exit(0);
