import { spawnSync } from 'node:child_process';
import type { Comparison, Effort, Program } from './comparison.js';
import { median } from './median.js';

/** What the runs of one program took, each figure the median over the rounds except the highest memory. */
export interface ComparedEffort extends Effort {
  readonly comparison: string;
  readonly program: string;
  readonly rounds: number;
  /** CPU time in relation to that of the first program. */
  readonly cpuRatio: number;
}

/** Runs the programs in turns, so that none of them has a quieter machine than the others. */
export async function compare({
  name,
  unit,
  rounds,
  prepare,
}: Comparison): Promise<readonly ComparedEffort[]> {
  const programs = await prepare();
  for (const { name: program, isMissing } of programs) {
    if (isMissing !== undefined) console.log(`skipped: ${program} (${isMissing})`);
  }
  const present = programs.filter(({ isMissing }) => isMissing === undefined);
  const efforts = new Map<Program, Effort[]>(present.map((program) => [program, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [program, done] of efforts) done.push(effortOf(program));
  }
  const compared: ComparedEffort[] = [];
  for (const [program, done] of efforts) {
    const units = new Set(done.map((effort) => effort.units));
    if (units.size !== 1)
      throw new Error(`${program.name}: the runs did ${[...units].join(' and ')} ${unit}.`);
    const cpuMs = median(done.map((effort) => effort.cpuMs));
    compared.push({
      comparison: name,
      program: program.name,
      rounds,
      units: done[0]?.units ?? 0,
      wallMs: median(done.map((effort) => effort.wallMs)),
      cpuMs,
      riseMb: Math.max(...done.map((effort) => effort.riseMb)),
      cpuRatio: cpuMs / (compared[0]?.cpuMs ?? cpuMs),
    });
  }
  return compared;
}

function effortOf({ name, command, arguments: given }: Program): Effort {
  const ended = spawnSync(command, given, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  if (ended.status !== 0)
    throw new Error(`${name} ended with ${ended.status ?? ended.signal ?? ended.error}.`);
  return JSON.parse(ended.stdout.trim().split('\n').at(-1) ?? '') as Effort;
}
