import type { CardMeasurement, ModelCard } from './model-card.js';
import { figure } from './report-figure.js';

/**
 * A model card as Markdown.
 *
 * @example
 * ```ts
 * import { modelCardMarkdown, type TrainedSuite } from '@titans/models';
 *
 * export const describe = (models: TrainedSuite) => modelCardMarkdown(models.card('category'));
 * ```
 */
export function modelCardMarkdown(card: ModelCard): string {
  const { task, features, measurements, calibration } = card;
  return [
    `# Model card: ${task}`,
    list(factsOf(card).map(([name, value]) => `${name}: ${value}`)),
    `## Question\n\n${card.question}`,
    `## Method\n\n${card.method}`,
    `## Intended use\n\n${card.intendedUse}`,
    `## Limits\n\n${list(card.limits)}`,
    `## Measured\n\n${markdownTable(
      ['metric', 'value', '95 % interval', 'n', 'method'],
      measurements.map((one) => [
        one.metric,
        figure(one.value),
        intervalText(one),
        String(one.n),
        one.method,
      ]),
    )}`,
    ...(calibration.length === 0
      ? []
      : [
          `## Calibration\n\n${markdownTable(
            ['stated', 'observed', '95 % interval', 'n'],
            calibration.map(({ stated, observed, interval, n }) => [
              figure(stated),
              figure(observed),
              rangeText(interval),
              String(n),
            ]),
          )}`,
        ]),
    `## Inputs\n\n${markdownTable(
      ['feature', 'kind', 'of the transaction', 'of earlier ones'],
      features.map(({ name, kind, inputs, history }) => [
        name,
        kind,
        inputs.join(', '),
        history?.join(', ') ?? '',
      ]),
    )}`,
    ...historyPart(card),
  ].join('\n\n');
}

/** What is said of a model in one line each. */
export function factsOf(card: ModelCard): readonly (readonly [name: string, value: string])[] {
  const { data, lineage } = card;
  const facts: (readonly [string, string | null])[] = [
    ['Version', `${card.version}, Titans ${card.sdkVersion}`],
    ['Learned from', `${card.trainedOn} transactions, data fingerprint ${card.dataFingerprint}`],
  ];
  if (data !== null) {
    facts.push(
      [
        'Data',
        `${data.rows} rows from ${data.firstDate} to ${data.lastDate}, ${data.labelledRows} with a category`,
      ],
      ['Accounts', String(data.accounts)],
      ['Currencies', data.currencies.map(({ currency, rows }) => `${currency} (${rows} rows)`).join(', ')],
    );
  }
  if (lineage !== null) {
    const { model, number, version, registeredAt, registeredBy, aliases } = lineage;
    facts.push(
      ['Source', lineage.source],
      ['Registered', `${model} ${number} (${version}) on ${registeredAt} by ${registeredBy}`],
      ['Aliases', aliases.join(', ') || null],
      ['Run', lineage.runId],
      ['Replaces', lineage.parent],
    );
  }
  return facts.filter((fact): fact is readonly [string, string] => fact[1] !== null);
}

function historyPart({ lineage }: ModelCard): readonly string[] {
  if (lineage === null) return [];
  const table = markdownTable(
    ['when', 'alias', 'action', 'from', 'to', 'who', 'why'],
    lineage.moves.map(({ at, alias, action, from, to, by, reason }) => [
      at,
      alias,
      action,
      from?.slice(0, 12) ?? '',
      to?.slice(0, 12) ?? '',
      by,
      reason ?? '',
    ]),
  );
  return [`## History\n\n${table}`];
}

/** An interval in words; a dash where there is none. */
export function intervalText({ interval }: Pick<CardMeasurement, 'interval'>): string {
  return rangeText(interval) + (interval === null ? '' : ` (${interval.method})`);
}

/** Both ends; a dash where there are none. */
export function rangeText(interval: { readonly lower: number; readonly upper: number } | null): string {
  return interval === null ? '–' : `${figure(interval.lower)} to ${figure(interval.upper)}`;
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${plainText(item)}`).join('\n');
}

function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return 'None.';
  const line = (cells: readonly string[]): string => `| ${cells.map(plainText).join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}

/** A text in one line that stays what it is: others wrote reasons and names, and Markdown may hold HTML and links. */
function plainText(text: string): string {
  return text.replaceAll(/[\\|<[`]/g, '\\$&').replaceAll(/[\r\n]+/g, ' ');
}
