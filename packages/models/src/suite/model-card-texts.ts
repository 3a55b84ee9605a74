import type { TaskName } from '../tasks/models.js';

/** What is the same for every model of a task. */
export interface CardText {
  readonly question: string;
  readonly method: string;
  readonly intendedUse: string;
  readonly limits: readonly string[];
}

export const cardTexts: Readonly<Record<TaskName, CardText>> = {
  category: {
    question: 'Which of the categories it was taught does a transaction belong to, and how sure is that?',
    method:
      'Rules of the user first, then what earlier transactions of the same payee were, then a linear model of words ' +
      'and characters with the amount beside it; probabilities are calibrated on later rows than those learned from.',
    intendedUse: 'Suggesting categories; accepting those that are not abstained from without a look.',
    limits: [
      'Knows only categories that it was taught, and those that corrections and rules name.',
      'Is less often right about payees it has not seen: see accuracy_new_payees.',
      'A category with few examples is seldom predicted.',
    ],
  },
  amount: {
    question: 'What will a transaction amount to, before its amount is known?',
    method:
      'A model of the logarithm of the amount, with a range that conformal prediction widens or narrows until it ' +
      'covered the stated share of rows not learned from.',
    intendedUse: 'Expected amounts and ranges of transactions of the kind and currency it was trained on.',
    limits: [
      'One currency: that of most training rows.',
      'The range covers the stated share over all rows, not for every payee alone.',
    ],
  },
  anomaly: {
    question: 'How unusual is a transaction for its account, payee and time?',
    method:
      'Evidence of the amount, the payee, the pace, the time and the combination of all, each measured against what ' +
      'was usual in training; with labels, a model of the labelled anomalies.',
    intendedUse: 'Choosing the transactions that a person should look at. It is no proof of fraud.',
    limits: [
      'Unusual is not wrong: most alerts of an account with changing habits are harmless.',
      'Without history of the account, evidence that looks back is missing.',
    ],
  },
  cashflow: {
    question: 'How much money goes in and out of an account on each of the coming days?',
    method:
      'The forecaster that did best in a backtest over several origins, the naive ones among the candidates; ' +
      'intervals are those that its errors in the backtest ask for.',
    intendedUse: 'Planning over days to months for accounts with at least four weeks of history.',
    limits: [
      'It continues what was; a change that history does not show is not foreseen.',
      'Intervals beyond the horizon of the backtest are those of its last day.',
    ],
  },
};
