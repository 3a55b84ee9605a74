import { rmSync } from 'node:fs';
import { packageNames } from './entry-points.mjs';

for (const name of packageNames) rmSync(`packages/${name}/dist`, { recursive: true, force: true });
