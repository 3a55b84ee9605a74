import {
  clipped,
  dataTable,
  factList,
  grouped,
  html,
  htmlPage,
  type Markup,
  reliabilityChart,
  section,
} from '@titans/core/html';
import type { ModelCard } from './model-card.js';
import { factsOf, intervalText, rangeText } from './model-card-markdown.js';
import { figure } from './report-figure.js';

/** So much of texts that others wrote, such as reasons: a page stays below 500 kB. */
const longestText = 300;

/**
 * A model card as one page that needs no network: what the model answers, from which data, how well, how far its
 * probabilities can be believed, where it ends, and what became of it.
 *
 * @example
 * ```ts
 * import { modelCardHtml, type TrainedSuite } from '@titans/models';
 *
 * export const page = (models: TrainedSuite) => modelCardHtml(models.card('category'));
 * ```
 */
export function modelCardHtml(card: ModelCard): string {
  return htmlPage({
    title: `Model card: ${card.task}`,
    lead: card.question,
    body: [
      dataFacts(card),
      section('Where it comes from', provenance(card)),
      section('Method', html`<p>${card.method}</p>`),
      section('Intended use', html`<p>${card.intendedUse}</p>`),
      section('Limits', html`<ul>${card.limits.map((limit) => html`<li>${limit}</li>`)}</ul>`),
      section('Measured', measuredTable(card)),
      card.calibration.length === 0 ? null : section('Calibration', calibrationSection(card)),
      section('Inputs', inputs(card)),
      card.lineage === null ? null : section('History', history(card)),
    ],
  });
}

function dataFacts({ data, trainedOn, measurements }: ModelCard): Markup {
  return factList([
    { name: 'learned from', value: `${grouped(trainedOn)} rows` },
    ...(data === null
      ? []
      : [
          { name: 'from', value: data.firstDate },
          { name: 'to', value: data.lastDate },
          { name: 'accounts', value: grouped(data.accounts) },
          {
            name: 'currencies',
            value: clipped(data.currencies.map(({ currency }) => currency).join(', '), 60),
          },
        ]),
    ...measurements.slice(0, 3).map(({ metric, value }) => ({ name: metric, value: figure(value) })),
  ]);
}

function provenance(card: ModelCard): Markup {
  return dataTable({
    caption: 'Version, data and registration',
    columns: [{ title: 'What' }, { title: 'Value' }],
    rows: factsOf(card).map(([name, value]) => [name, clipped(value, longestText)]),
  });
}

/** What was measured, as a table. */
export function measuredTable({ measurements }: ModelCard): Markup {
  return dataTable({
    caption: 'On rows that the measured model had not seen; intervals take rows for independent',
    columns: [
      { title: 'Metric' },
      { title: 'Value', isNumber: true },
      { title: '95 % interval' },
      { title: 'n', isNumber: true },
      { title: 'How' },
    ],
    rows: measurements.map((one) => [
      one.metric,
      figure(one.value),
      intervalText(one),
      grouped(one.n),
      clipped(one.method, longestText),
    ]),
  });
}

/** How far what is stated can be believed, as a chart and as a table. */
export function calibrationSection({ calibration: points, task }: ModelCard): readonly Markup[] {
  const isCoverage = task === 'amount' || task === 'cashflow';
  const what = isCoverage ? 'Share of amounts within ranges' : 'Share that was so';
  return [
    reliabilityChart(
      `${what}, over what was stated; a line is the interval of 95 %`,
      points.map(({ stated, observed, interval, n }) => ({
        stated,
        observed,
        lower: interval?.lower ?? observed,
        upper: interval?.upper ?? observed,
        text: `${figure(observed)} of ${grouped(n)} at ${figure(stated)}`,
      })),
    ),
    dataTable({
      caption: 'The same as figures',
      columns: [
        { title: 'Stated', isNumber: true },
        { title: 'Observed', isNumber: true },
        { title: '95 % interval' },
        { title: 'n', isNumber: true },
      ],
      rows: points.map(({ stated, observed, interval, n }) => [
        figure(stated),
        figure(observed),
        rangeText(interval),
        grouped(n),
      ]),
    }),
  ];
}

function inputs({ features }: ModelCard): Markup {
  return dataTable({
    caption: 'Features, and the fields that they are computed from',
    columns: [
      { title: 'Feature' },
      { title: 'Kind' },
      { title: 'Of the transaction' },
      { title: 'Of earlier ones' },
    ],
    rows: features.map(({ name, kind, inputs: fields, history: earlier }) => [
      name,
      kind,
      fields.join(', '),
      earlier?.join(', ') ?? '',
    ]),
    mostRows: 500,
  });
}

function history({ lineage }: ModelCard): Markup {
  return dataTable({
    caption: 'Moves of aliases to this version and away from it, newest first',
    columns: [
      { title: 'When' },
      { title: 'Alias' },
      { title: 'Action' },
      { title: 'From' },
      { title: 'To' },
      { title: 'Who' },
      { title: 'Why' },
    ],
    rows: (lineage?.moves ?? []).map(({ at, alias, action, from, to, by, reason }) => [
      at,
      alias,
      action,
      from?.slice(0, 12) ?? '–',
      to?.slice(0, 12) ?? '–',
      clipped(by, 80),
      clipped(reason ?? '–', longestText),
    ]),
  });
}
