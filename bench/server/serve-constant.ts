/**
 * Serves always the same text from a bare host that checks bodies with zod: `serve-constant.ts <host> <file>`. The file has the
 * text and headers as JSON.
 */
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { type HostName, startHost } from './hosts.js';
import type { Answer } from './sequential.js';

const [host, file = ''] = process.argv.slice(2);
const schema = z.strictObject({
  description: z.string().max(500).nullish(),
  amount: z.number().min(-1_000_000).max(1_000_000).nullish(),
});
const answer = {
  ...(JSON.parse(readFileSync(file, 'utf8')) as Answer),
  accepts: (body: unknown) => schema.safeParse(body).success,
};
console.log(JSON.stringify({ url: await startHost[host as HostName]({ kind: 'constant', answer }) }));
