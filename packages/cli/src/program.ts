#!/usr/bin/env node
import module from 'node:module';
import process from 'node:process';

// Node 22.8 and newer keep what they have compiled, so that the next start is quicker.
if ('enableCompileCache' in module && typeof module.enableCompileCache === 'function') {
  module.enableCompileCache();
}

// Whoever reads the output may have read enough, as `titans profile | head` has.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
}

const { run } = await import('./index.js');
const exitCode = await run(process.argv.slice(2), { ownsProcess: true });
process.exitCode = exitCode;
// What a database or a pool of threads left open must not hold the program; what was written is written first.
process.stdout.write('', () => process.exit());
