import type { RetrainingCheck } from '@titans/models/lifecycle';
import { plain } from '../terminal/format.js';

/** What failed of the triggers at a look, a line each, but for what was told at the look before; `told` is brought up to date. */
export function triggerProblems(check: RetrainingCheck | null, told: Set<string>): readonly string[] {
  const failed = (check?.findings ?? []).filter(({ state }) => state === 'failed');
  const problems = failed.map(
    ({ trigger, reason }) => `The trigger ${plain(trigger)} failed: ${plain(reason)}`,
  );
  const news = problems.filter((problem) => !told.has(problem));
  told.clear();
  for (const problem of problems) told.add(problem);
  return news;
}
