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
      'Rules of the user first. Else words and characters of the text, earlier transactions of the payee, its usual ' +
      'amounts, weekday, payment method and merchant code, and a lexicon of merchants are weighed together; the weights, ' +
      'which differ for payees that are known and new, come from later rows than those learned from. A model that ' +
      'learned from no row answers from the lexicon and corrections alone.',
    intendedUse: 'Suggesting categories; accepting those that are not abstained from without a look.',
    limits: [
      'Knows only categories that it was taught, and those that corrections and rules name.',
      'Is less often right, and less well calibrated, about payees it has not seen: see accuracy_new_payees.',
      'A category with few examples is seldom predicted.',
    ],
  },
  amount: {
    question: 'What will a transaction amount to, before its amount is known?',
    method:
      'Usual amounts of the payee, where it has some, and a model of the logarithm of the amount; boosted quantiles from ' +
      '1,500 rows on. Conformal prediction widens or narrows the range until it covered the stated share of rows not ' +
      'learned from, apart for kinds of rows.',
    intendedUse: 'Expected amounts and ranges of transactions of the kind and currency it was trained on.',
    limits: [
      'One currency: that of most training rows.',
      'The range covers the stated share over all rows, not for every payee alone.',
    ],
  },
  anomaly: {
    question: 'How unusual is a transaction for its account, payee and time?',
    method:
      'Evidence of the amount, the payee, the pace, the time and the combination of all, each measured against what was ' +
      'usual in training and added; labels correct the weights, and boosted trees join in when there are enough.',
    intendedUse: 'Choosing the transactions that a person should look at. It is no proof of fraud.',
    limits: [
      'Unusual is not wrong: most alerts of an account with changing habits are harmless.',
      'Without history of the account, evidence that looks back is missing.',
      'Rows of one day do not see each other unless both have a time.',
    ],
  },
  cashflow: {
    question: 'How much money goes in and out of an account on each of the coming days?',
    method:
      'Recurring payments and the calendar first, then a forecaster of the rest, or one of the whole flow: whichever did ' +
      'best in a backtest over several origins, the naive ones among the candidates. Intervals are stretched until those ' +
      'of the backtest covered what they say.',
    intendedUse: 'Planning over days to months for accounts with at least four weeks of history.',
    limits: [
      'It continues what was; a change that history does not show is not foreseen.',
      'Intervals of days beyond the thirtieth are stretched as those before it; they were not measured.',
    ],
  },
};
