import { Argument, Option } from 'commander';
import type { CommandDefinition } from '../command-definition.js';
import { integerOption, textArgument } from '../option-parsers.js';

const serverOption = (): Option =>
  new Option('--server <url>', 'ask a running server, with the key of TITANS_API_KEY');

const serveOptions = (): readonly Option[] => [
  new Option('--host <host>', 'address to listen on; 127.0.0.1 unless told'),
  integerOption('--port <port>', '8000 unless told, 0 for a free one', { least: 0, most: 65_535 }),
];

/** Commands that serve the models. */
export const serviceCommands: readonly CommandDefinition[] = [
  {
    name: 'serve',
    summary: 'serve models, documentation and dashboard over HTTP',
    description: 'The champion of the registry answers; another one is taken up without a restart.',
    options: [
      ...serveOptions(),
      integerOption('--workers <number>', 'processes; more than one need TITANS_DATABASE_URL', {
        least: 1,
        most: 256,
      }),
      new Option('--watch', 'start again when the configuration or .env changes'),
      new Option('--no-dashboard', 'without the dashboard'),
    ],
    examples: [
      ['serve', 'on http://127.0.0.1:8000'],
      ['serve --host 0.0.0.0 --port 80 --workers 4', 'four processes on one port'],
    ],
    load: async () => (await import('../../commands/serve/command.js')).serveCommand,
  },
  {
    name: 'dev',
    summary: 'serve on this machine while you work: watches, and makes a key for this run',
    options: [
      new Option('--service <service>', 'what to run').choices(['api', 'dashboard', 'worker']).default('api'),
      ...serveOptions(),
    ],
    examples: [['dev', 'API and dashboard; the key of this run is printed']],
    load: async () => (await import('../../commands/serve/command.js')).devCommand,
  },
  {
    name: 'worker',
    summary: 'retrain the models when that is due, and promote what is better',
    description:
      'Looks again and again: monthly, after 1,000 new rows and where the data have drifted, unless the configuration says otherwise. Beside a running server it needs TITANS_DATABASE_URL.',
    options: [
      integerOption('--every <minutes>', 'between two looks; 5 unless told', { least: 1, most: 1_440 }),
      integerOption('--new-rows <number>', 'rows after which a training is due', { least: 1 }),
      new Option('--once', 'look once, for cron'),
      new Option('--now', 'retrain now, whatever is due'),
      new Option('--dry-run', 'retrain now, and keep, promote and tell nothing'),
    ],
    examples: [
      ['worker', 'until it is stopped'],
      ['worker --once --json', 'from cron'],
      ['worker --dry-run', 'would a new model be better?'],
    ],
    load: async () => (await import('../../commands/worker.js')).workerCommand,
  },
  {
    name: 'keys create',
    summary: 'make an API key; it is shown once',
    arguments: [textArgument('<name>', 'what it is for', { most: 100 })],
    options: [
      new Option('--role <role>', 'what it may do')
        .choices(['viewer', 'analyst', 'editor', 'admin'])
        .default('analyst'),
      integerOption('--expires-in-days <days>', 'never unless told', { least: 1, most: 3_650 }),
      serverOption(),
    ],
    examples: [['keys create ci --role analyst --expires-in-days 90', 'a key for three months']],
    load: async () => (await import('../../commands/keys.js')).keysCreateCommand,
  },
  {
    name: 'keys list',
    summary: 'API keys, without their secrets',
    options: [serverOption()],
    examples: [['keys list', 'who may ask?']],
    load: async () => (await import('../../commands/keys.js')).keysListCommand,
  },
  {
    name: 'keys rotate',
    summary: 'give an API key a new secret; it is shown once',
    arguments: [new Argument('<id>', 'id of the key, as the list shows it')],
    options: [
      integerOption('--overlap-hours <hours>', 'how long the old secret works on; 24 unless told', {
        least: 0,
        most: 720,
      }),
      serverOption(),
    ],
    examples: [['keys rotate 4k2j0q8v1m5x7r3t --overlap-hours 48', 'two days to change it everywhere']],
    load: async () => (await import('../../commands/keys.js')).keysRotateCommand,
  },
  {
    name: 'keys revoke',
    summary: 'make an API key fail from now on',
    arguments: [new Argument('<id>', 'id of the key, as the list shows it')],
    options: [serverOption()],
    isDestructive: true,
    examples: [['keys revoke 4k2j0q8v1m5x7r3t --yes', 'it works no more']],
    load: async () => (await import('../../commands/keys.js')).keysRevokeCommand,
  },
];
