import { type JsonValue, TitansError } from '@titans/core';
import { type Decision, type ExtractInput, extract, type ImportSettings } from '@titans/etl';
import type { CommandContext } from '../../command-line/command-context.js';
import type { Preview } from './preview.js';
import { settingText, withSetting } from './setting.js';

/**
 * Settles what a file leaves open: what its beginning leaves open is looked for in the rest, and only what nothing in the
 * file tells is asked for.
 *
 * @param takesLikeliest Whether to take the likeliest reading instead of asking.
 * @returns The settings with the answers.
 * @throws TitansError `INVALID_ARGUMENT` where something is open and nobody can be asked; `ABORTED` where the question is
 * left.
 */
export async function settleQuestions(
  input: ExtractInput,
  preview: Preview,
  settings: ImportSettings,
  context: CommandContext,
  takesLikeliest: boolean,
): Promise<ImportSettings> {
  let open = openDecisions(preview.profile.decisions);
  if (open.length > 0 && !preview.isWhole)
    open = openDecisions(await decisionsOfAll(input, settings, context));
  if (open.length === 0) return settings;
  if (takesLikeliest) {
    for (const decision of open) {
      context.note(
        `${decision.setting}: taken for ${settingText(decision.value)}, though ${reasonOf(decision)}`,
      );
    }
    return settings;
  }
  if (!context.questions.isPossible) throw unsettled(preview.profile.source, open);
  let settled = settings;
  for (const decision of open) {
    const values = [decision.value, ...(decision.alternatives ?? [])];
    const chosen = await context.questions.choose(
      `${preview.profile.source}: ${decision.setting}? ${reasonOf(decision)}.`,
      values.map((value, index) => ({
        label: settingText(value),
        ...(index === 0 ? { hint: 'likeliest' } : {}),
      })),
    );
    settled = withSetting(settled, decision.setting, values[chosen] as JsonValue);
  }
  return settled;
}

/** Decisions that the data alone do not settle. */
function openDecisions(decisions: readonly Decision[]): readonly Decision[] {
  return decisions.filter(({ alternatives = [], basis }) => alternatives.length > 0 && basis !== 'given');
}

/** What is decided once everything that tells has been read. */
async function decisionsOfAll(
  input: ExtractInput,
  settings: ImportSettings,
  { signal, onProgress }: CommandContext,
): Promise<readonly Decision[]> {
  const decisions: Decision[] = [];
  const batches = extract(input, settings).batches({
    signal,
    onProgress: (progress) => onProgress({ ...progress, stage: 'look' }),
    onProfile: (profile) => decisions.push(...profile.decisions),
  });
  for await (const _ of batches) break;
  return decisions;
}

function reasonOf({ reason }: Decision): string {
  return reason ?? 'the file does not tell';
}

function unsettled(source: string, open: readonly Decision[]): TitansError {
  const answers = open.map(({ setting, value, alternatives = [] }) => {
    const values = [value, ...alternatives].map(settingText).join(' or ');
    return `--set ${setting}=… (${values})`;
  });
  return new TitansError(
    'INVALID_ARGUMENT',
    `${source} leaves open: ${open.map((decision) => `${decision.setting} (${reasonOf(decision)})`).join('; ')}. Say ${answers.join(' and ')}, or --yes for the likeliest.`,
    {
      details: {
        source,
        open: open.map(({ setting, value, alternatives = [] }) => ({ setting, value, alternatives })),
      },
    },
  );
}
