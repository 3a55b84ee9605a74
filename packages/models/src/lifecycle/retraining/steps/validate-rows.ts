import { throwIfAborted } from '@titans/core';
import { championOf, lastMoveOf, trainedThroughOf } from '../champion.js';
import { divide, dividedRows, duplicateShare, labelledShare, type ReadRows, readRows } from '../rows.js';
import { storedText } from '../stored-text.js';
import { refused, type Step, type StepContext } from './step.js';

const dayMs = 86_400_000;
const mostNamed = 5;

/** Reads the rows, refuses those that nothing good can be learned from, and decides which are held out. */
export const validateRows: Step = async (context) => {
  const { settings, signal } = context;
  const { registry, model, transactions, now } = settings;
  const championMove = await lastMoveOf(registry, model, signal);
  const champion = await championOf(registry, model, signal);
  const championThrough =
    champion === null ? null : await trainedThroughOf(registry, model, champion, signal);
  const read = await readRows(transactions, now(), signal);
  throwIfAborted(signal, 'validating rows');
  const changes = { champion: champion?.id ?? null, championMove };
  const problems = await problemsOf(read, context);
  if (problems.length > 0) {
    const rest = problems.length > mostNamed ? `; and ${problems.length - mostNamed} more` : '';
    return refused(storedText(`the rows: ${problems.slice(0, mostNamed).join('; ')}${rest}`, 1_000), changes);
  }
  const division = divide(read.table, championThrough, settings.data);
  if (typeof division === 'string') return refused(division, changes);
  context.rows = dividedRows(read, division, championThrough);
  return { state: 'done', changes: { ...changes, data: context.rows.report } };
};

/** What is wrong with the rows, a sentence each. */
async function problemsOf({ table }: ReadRows, context: StepContext): Promise<readonly string[]> {
  const { settings, state, signal } = context;
  const { leastRows, mostLostShare, mostUnlabelled, mostDuplicates, mostAgeDays, check } = settings.data;
  const { lastTraining } = state;
  const problems: string[] = [];
  if (table.length < leastRows) problems.push(`there are ${table.length} of at least ${leastRows}`);
  if (table.length === 0) return problems;
  const { amountMinor, date } = table.columns;
  const broken = amountMinor.filter((amount) => !Number.isFinite(amount)).length;
  if (broken > 0) problems.push(`${broken} have no amount`);
  const before = lastTraining?.rows ?? 0;
  if (table.length < before * (1 - mostLostShare)) {
    problems.push(`there are ${table.length}, of ${before} at the last training`);
  }
  const labelled = labelledShare(table);
  const labelledBefore = lastTraining?.labelledShare ?? 0;
  if (labelledBefore - labelled > mostUnlabelled) {
    problems.push(`${percent(labelled)} have a category, of ${percent(labelledBefore)} at the last training`);
  }
  const duplicates = duplicateShare(table);
  if (duplicates > mostDuplicates) problems.push(`${percent(duplicates)} have the id of another`);
  const ageDays = Math.floor(settings.now() / dayMs) - (date[table.length - 1] as number);
  if (mostAgeDays !== undefined && ageDays > mostAgeDays) {
    problems.push(`the newest is ${ageDays} days old, of at most ${mostAgeDays}`);
  }
  problems.push(...((await check?.(table, { ...(signal && { signal }) })) ?? []));
  return problems;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}
