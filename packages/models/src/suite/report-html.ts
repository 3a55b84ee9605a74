import { badge, dataTable, factList, grouped, html, htmlPage, type Markup, section } from '@titans/core/html';
import type { TaskName } from '../tasks/models.js';
import type { ModelCard } from './model-card.js';
import { calibrationSection, measuredTable } from './model-card-html.js';

/** What a page about a suite shows. */
export interface SuitePage {
  readonly dataFingerprint: string;
  readonly cards: readonly ModelCard[];
  readonly skipped: readonly { readonly task: TaskName; readonly reason: string }[];
}

/** How well every task of a suite does, as one page that needs no network. */
export function suiteReportHtml({ dataFingerprint, cards, skipped }: SuitePage): string {
  const rows = Math.max(0, ...cards.map(({ trainedOn }) => trainedOn));
  return htmlPage({
    title: 'Evaluation',
    lead: 'Every figure is of rows that the measured model had not seen.',
    body: [
      factList([
        { name: 'tasks', value: cards.map(({ task }) => task).join(', ') || 'none' },
        { name: 'learned from', value: `${grouped(rows)} rows` },
        { name: 'data', value: dataFingerprint.slice(0, 12) },
      ]),
      ...cards.map((card) =>
        section(card.task, [html`<p>${card.question}</p>`, measuredTable(card), ...calibration(card)]),
      ),
      skipped.length === 0
        ? null
        : section('Not trained', [
            badge('warn', `${skipped.length}`),
            dataTable({
              caption: 'Tasks that the data do not permit',
              columns: [{ title: 'Task' }, { title: 'Why' }],
              rows: skipped.map(({ task, reason }) => [task, reason]),
            }),
          ]),
    ],
  });
}

function calibration(card: ModelCard): readonly Markup[] {
  return card.calibration.length === 0 ? [] : calibrationSection(card);
}
