import { Argument, Option } from 'commander';
import type { CommandDefinition } from '../command-definition.js';
import { dateOption, filesArgument, repeatedOption } from '../option-parsers.js';

const htmlOption = (): Option => new Option('--html <file>', 'also write it as one HTML page');
const dayOptions = (): readonly Option[] => [
  dateOption('--from <day>', 'first day to look at'),
  dateOption('--to <day>', 'last day to look at'),
  new Option('--account <id>', 'one account only, by the name it was imported under'),
];

/** Commands that bring data in and look at them. */
export const dataCommands: readonly CommandDefinition[] = [
  {
    name: 'import',
    summary: 'read statements into the warehouse',
    description:
      'Finds out how each file is written, shows what it found and the first rows, and asks only what the file cannot tell. Files that are loaded twice change nothing; one that is read otherwise than before replaces its rows, with consent.',
    arguments: [
      new Argument(
        '<files...>',
        'CSV, OFX, QIF, CAMT, MT940 or JSON, also with gzip; patterns; - for the standard input',
      ),
    ],
    options: [
      new Option('--dry-run', 'show what would be loaded, and load nothing'),
      repeatedOption('--set <setting=value>', 'how the files are written, such as dateFormat=day-first'),
      new Option(
        '--account <id>',
        'name for the account of this file, such as giro, where its rows name none; default unless told',
      ),
      new Option('--currency <code>', 'currency of rows that name none, such as EUR'),
      new Option(
        '-y, --yes',
        'take the likeliest reading where a file leaves something open, and replace one before it',
      ),
    ],
    examples: [
      ['import statement.csv', 'read one statement'],
      ["import 'exports/*.ofx' --account giro", 'read all exports of an account'],
      ['import visa.csv --set dateFormat=month-first --yes', 'say how dates are written'],
    ],
    load: async () => (await import('../../commands/import/command.js')).importCommand,
  },
  {
    name: 'pipeline run',
    summary: 'extract, check and load the sources of the configuration',
    arguments: [filesArgument('files or patterns; those of the configuration unless told')],
    options: [
      new Option('--mode <mode>', 'full reads every file, incremental those that are new')
        .choices(['full', 'incremental'])
        .default('incremental'),
      new Option('--dry-run', 'do everything and take it back'),
      new Option('--watch', 'run again whenever files change, until stopped'),
      dateOption('--since <day>', 'first day to load'),
      dateOption('--until <day>', 'last day to load'),
    ],
    examples: [
      ["pipeline run 'exports/*.csv'", 'load what is new'],
      ['pipeline run --mode full --dry-run --json', 'what would a full run change?'],
      ["pipeline run 'exports/*.csv' --watch", 'load files as they arrive'],
    ],
    load: async () => (await import('../../commands/pipeline-run.js')).pipelineRunCommand,
  },
  {
    name: 'profile',
    summary: 'describe transactions: totals, categories, days, outliers',
    arguments: [filesArgument('files to describe; the warehouse unless told')],
    options: [...dayOptions(), htmlOption()],
    examples: [
      ['profile', 'describe the warehouse'],
      ['profile statement.csv --html profile.html', 'describe a file, as a page'],
    ],
    load: async () => (await import('../../commands/profile.js')).profileCommand,
  },
  {
    name: 'quality',
    summary: 'check transactions against expectations',
    description: 'Ends with 3 where an expectation is not met.',
    arguments: [filesArgument('files to check; the warehouse unless told')],
    options: [
      ...dayOptions(),
      new Option(
        '--suite <file>',
        'expectations as JSON; those of the configuration, or the usual ones, unless told',
      ),
      htmlOption(),
    ],
    examples: [
      ['quality', 'check the warehouse'],
      ['quality statement.csv --suite strict.json', 'check a file against a suite of your own'],
    ],
    load: async () => (await import('../../commands/quality.js')).qualityCommand,
  },
  {
    name: 'recurring',
    summary: 'find subscriptions, wages, rent and other payments that recur',
    arguments: [filesArgument('files to look at; the warehouse unless told')],
    options: [
      new Option('--account <id>', 'one account only, by the name it was imported under'),
      dateOption('--as-of <day>', 'look no further than this day'),
      new Option('--all', 'also those that have ended'),
    ],
    examples: [
      ['recurring', 'what is due next?'],
      ['recurring statement.csv --all', 'also what has ended, in a file'],
    ],
    load: async () => (await import('../../commands/recurring.js')).recurringCommand,
  },
];
