import type { View } from '../command-line/view.js';
import { amount, counted, figure, percent, plain } from '../terminal/format.js';
import { textFacts, textTable } from '../terminal/text-table.js';
import type { PredictDocument, PredictedTransaction } from './predict.js';

/** The answers: of one transaction in sentences, of several in a table. */
export function predictText({ version, predictions }: PredictDocument, view: View): string {
  const [first, ...rest] = predictions;
  if (first === undefined) return 'There is no transaction to ask about.';
  const by = view.colours.faint(`by version ${version}`);
  if (rest.length === 0) return `${answerText(first, view)}\n${by}`;
  return `${answerTable(predictions, view)}\n\n${counted(predictions.length, 'transaction')} ${by}`;
}

function answerText({ answers, explanations = [] }: PredictedTransaction, { colours }: View): string {
  const { category, amount: usual, anomaly } = answers;
  const facts: [string, string][] = [];
  if (category !== undefined) {
    const others = category.alternatives
      .filter((each) => each.category !== category.category)
      .slice(0, 2)
      .map((each) => `${plain(each.category)} ${percent(each.probability)}`);
    const unsure = category.abstained ? colours.warning('  too unsure to accept without a look') : '';
    facts.push([
      'category',
      `${colours.strong(plain(category.category))}  ${percent(category.confidence)} sure, by ${category.source}${unsure}${others.length > 0 ? colours.faint(`  else ${others.join(', ')}`) : ''}`,
    ]);
  }
  if (usual !== undefined) {
    const { range, coverage, currency } = usual;
    facts.push([
      'usual amount',
      `${colours.strong(amount(usual.amount))} ${currency}  ${colours.faint(`${percent(coverage)} between ${amount(range.min)} and ${amount(range.max)}`)}`,
    ]);
  }
  if (anomaly !== undefined) {
    const risk = anomaly.isAnomaly ? colours.bad(anomaly.riskLevel) : colours.good(anomaly.riskLevel);
    facts.push([
      'risk',
      `${risk}  score ${figure(anomaly.score)}  ${colours.faint(plain(anomaly.explanation))}`,
    ]);
  }
  const reasons = explanations.flatMap(({ task, factors }) =>
    factors
      .slice(0, 5)
      .map(({ feature, contribution }): [string, string] => [
        `${task} because of`,
        `${plain(feature)}  ${contribution > 0 ? '+' : ''}${figure(contribution)}`,
      ]),
  );
  return textFacts([...facts, ...reasons], colours);
}

function answerTable(predictions: PredictDocument['predictions'], { colours, width }: View): string {
  return textTable(
    {
      header: ['date', 'amount', 'description', 'category', 'sure', 'usual', 'risk'],
      rows: predictions.map(({ transaction, answers }) => [
        transaction.date ?? '',
        transaction.amount === undefined ? '' : amount(transaction.amount),
        plain(transaction.description ?? ''),
        `${plain(answers.category?.category ?? '')}${answers.category?.abstained === true ? colours.warning('?') : ''}`,
        answers.category === undefined ? '' : percent(answers.category.confidence),
        answers.amount === undefined ? '' : amount(answers.amount.amount),
        answers.anomaly?.isAnomaly === true
          ? colours.bad(answers.anomaly.riskLevel)
          : (answers.anomaly?.riskLevel ?? ''),
      ]),
      right: [1, 4, 5],
      width,
    },
    colours,
  );
}
