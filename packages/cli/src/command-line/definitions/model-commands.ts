import { Argument, Option } from 'commander';
import type { CommandDefinition } from '../command-definition.js';
import { dateOption, filesArgument, integerOption, numberOption } from '../option-parsers.js';

/** The four questions, as `@titans/models` names them; that package is too large to be loaded for help. */
const tasks = ['category', 'amount', 'anomaly', 'cashflow'] as const;

const modelVersion = (): Option =>
  new Option('--model-version <version>', 'number, alias or id; the champion unless told');
const reason = (): Option => new Option('--reason <text>', 'why, for the history').default('by hand');

/** Commands that train models, ask them and look after them. */
export const modelCommands: readonly CommandDefinition[] = [
  {
    name: 'train',
    summary: 'train models, measure them on unseen rows, register them',
    description: 'The first version becomes the champion, which answers; later ones become the challenger.',
    arguments: [filesArgument('files to learn from; the warehouse unless told')],
    options: [
      new Option('--task <tasks...>', 'what to train; whatever the data permit unless told').choices(tasks),
      integerOption('--seed <number>', 'the same data and seed give the same models; 42 unless told', {
        least: 0,
      }),
      new Option('--budget <budget>', 'quick trains one candidate per task').choices(['standard', 'quick']),
      new Option('--promote', 'make it the champion at once'),
      dateOption('--from <day>', 'first day to learn from'),
      dateOption('--to <day>', 'last day to learn from'),
    ],
    examples: [
      ['train', 'learn from the warehouse'],
      ['train statement.csv --task category --seed 7', 'one task from a file'],
    ],
    load: async () => (await import('../../commands/train.js')).trainCommand,
  },
  {
    name: 'predict',
    summary: 'ask the models about a transaction, or about every row of a file',
    arguments: [new Argument('[description]', 'what the statement says, such as "WHOLEFDS MKT 10234"')],
    options: [
      numberOption('--amount <amount>', 'signed: money that went out is negative'),
      dateOption('--date <day>', 'its day'),
      new Option('--type <type>', 'where the amount is not known').choices(['Income', 'Expense']),
      new Option('--category <category>', 'where it is known'),
      new Option('--account <id>', 'whose history counts, by the name it was imported under'),
      new Option('--file <file>', 'answer for every row of a file'),
      new Option('--task <tasks...>', 'what to answer').choices(tasks.slice(0, 3)),
      new Option('--explain', 'say what spoke for each answer'),
      modelVersion(),
    ],
    examples: [
      [
        'predict "WHOLEFDS MKT 10234" --amount -85.5',
        'category, usual amount and anomaly of one transaction',
      ],
      ['predict --file new.csv --task category --json', 'categories of a file'],
    ],
    load: async () => (await import('../../commands/predict.js')).predictCommand,
  },
  {
    name: 'forecast',
    summary: 'forecast the cash flow, or the balance',
    options: [
      integerOption('--days <days>', '1 to 365, 30 unless told', { least: 1, most: 365 }),
      new Option('--level <level>', 'coverage of the interval').choices(['0.8', '0.95']).default('0.8'),
      new Option('--account <id>', 'one account, by the name it was imported under; all unless told'),
      numberOption('--balance <amount>', 'what is on the account now: gives the balance day by day'),
      numberOption('--below <amount>', 'how likely does the balance fall below it?'),
      modelVersion(),
    ],
    examples: [
      ['forecast --days 30', 'the next 30 days'],
      ['forecast --days 60 --balance 2400 --below 0', 'when does the money run out?'],
    ],
    load: async () => (await import('../../commands/forecast.js')).forecastCommand,
  },
  {
    name: 'models list',
    summary: 'versions of the models, newest first',
    options: [new Option('--history', 'also who moved which alias, when and why')],
    examples: [
      ['models list', 'which version answers, and how good is it?'],
      ['models list --history --json', 'everything that was promoted or taken back'],
    ],
    load: async () => (await import('../../commands/models-list.js')).modelsListCommand,
  },
  {
    name: 'models promote',
    summary: 'make a version the champion, which answers',
    arguments: [new Argument('<version>', 'number, alias or id, such as 3 or challenger')],
    options: [reason()],
    isDestructive: true,
    examples: [['models promote challenger --yes --reason "better on May"', 'let the newest version answer']],
    load: async () => (await import('../../commands/models-promote.js')).modelsPromoteCommand,
  },
  {
    name: 'models rollback',
    summary: 'make the champion before this one the champion again',
    options: [reason()],
    isDestructive: true,
    examples: [['models rollback --yes --reason "worse on rent"', 'take the last promotion back']],
    load: async () => (await import('../../commands/models-promote.js')).modelsRollbackCommand,
  },
  {
    name: 'models card',
    summary: 'what a user of a model has to know',
    arguments: [new Argument('[task]', 'one task; all unless told').choices(tasks)],
    options: [modelVersion()],
    examples: [
      ['models card category', 'question, method, limits and measures of one model'],
      ['models card --model-version 2 > card.md', 'as Markdown'],
    ],
    load: async () => (await import('../../commands/models-card.js')).modelsCardCommand,
  },
  {
    name: 'drift',
    summary: 'have transactions changed since the models were trained?',
    description: 'Ends with 3 where they have.',
    arguments: [
      filesArgument('files to compare; rows of the warehouse after the last one learned from unless told'),
    ],
    options: [
      dateOption('--from <day>', 'first day to compare'),
      dateOption('--to <day>', 'last day to compare'),
      dateOption('--reference-from <day>', 'compare with days of the warehouse instead: the first'),
      dateOption('--reference-to <day>', 'and the last of them'),
      numberOption('--level <level>', 'how often drift may be said where there is none; 0.05 unless told', {
        above: 0,
        below: 1,
      }),
      new Option('--html <file>', 'also write it as one HTML page'),
      modelVersion(),
    ],
    examples: [
      ['drift', 'do the new rows look like those learned from?'],
      ['drift --reference-to 2024-06-30 --from 2024-07-01', 'one half of a year with the other'],
    ],
    load: async () => (await import('../../commands/drift.js')).driftCommand,
  },
];
