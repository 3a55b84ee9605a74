import { basename } from 'node:path';
import { formatMinor, type Transaction } from '@titans/core';
import type { Decision } from '@titans/etl';
import type { View } from '../../command-line/view.js';
import { percent, plain } from '../../terminal/format.js';
import { textFacts, textTable } from '../../terminal/text-table.js';
import type { Preview } from './preview.js';
import { settingText } from './setting.js';

/** What was found out of a file, and its first rows, before anything is loaded. */
export function previewText(file: string, { profile, rows, isWhole }: Preview, view: View): string {
  const { colours } = view;
  const facts = profile.decisions.map((decision) => factOf(decision, view));
  const unused = profile.unusedColumns.map(plain).join(', ');
  return [
    `${colours.strong(plain(basename(file)))}  ${profile.format}${isWhole ? '' : colours.faint('  (by its beginning)')}`,
    textFacts(facts, colours),
    ...(unused === '' ? [] : [`${colours.faint('columns not used')}  ${unused}`]),
    '',
    transactionRows(rows, view),
    '',
  ].join('\n');
}

/** Transactions as a table. */
function transactionRows(rows: readonly Transaction[], { colours, width }: View): string {
  return textTable(
    {
      header: ['date', 'amount', '', 'description', 'category'],
      rows: rows.map(({ date, amountMinor, currency, description, category }) => [
        date,
        formatMinor(amountMinor, currency),
        currency,
        plain(description),
        plain(category ?? ''),
      ]),
      right: [1],
      width,
    },
    colours,
  );
}

function factOf(
  { setting, value, basis, confidence, alternatives = [], reason }: Decision,
  { colours }: View,
): [string, string] {
  const surely = basis === 'inferred' ? percent(confidence) : basis;
  const others = alternatives.map(settingText).join(' or ');
  const open =
    others === '' ? '' : colours.warning(`  or ${plain(others)}?${reason === undefined ? '' : ` ${reason}`}`);
  return [setting, `${plain(settingText(value))}  ${colours.faint(surely)}${open}`];
}
