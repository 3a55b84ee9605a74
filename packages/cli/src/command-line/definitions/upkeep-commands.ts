import { Argument, Option } from 'commander';
import type { CommandDefinition } from '../command-definition.js';
import { integerOption, repeatedOption } from '../option-parsers.js';

/** Commands that set up a deployment and look after it. */
export const upkeepCommands: readonly CommandDefinition[] = [
  {
    name: 'init',
    summary: 'set up this directory: checks, .env with new secrets, database',
    description: 'What is there already stays as it is. The API key is shown once: only its hash is kept.',
    options: [
      integerOption('--port <port>', 'port that is to be free; 8000 unless told', { least: 0, most: 65_535 }),
    ],
    examples: [['init', 'then: titans import statement.csv && titans train && titans serve']],
    load: async () => (await import('../../commands/init/command.js')).initCommand,
  },
  {
    name: 'status',
    summary: 'what there is: database, migrations, transactions, models, stores',
    description: 'Ends with 4 where something that is configured cannot be reached.',
    examples: [
      ['status', 'at a glance'],
      ['status --json', 'for a monitor'],
    ],
    load: async () => (await import('../../commands/status.js')).statusCommand,
  },
  {
    name: 'doctor',
    summary: 'find out what is wrong, and what to do about it',
    description:
      'Looks at Node, disk, clock, configuration, secrets, database, migrations, stores and models: each passes, fails or is skipped.',
    options: [
      integerOption('--port <port>', 'port that is to be free; 8000 unless told', { least: 0, most: 65_535 }),
    ],
    examples: [['doctor', 'why does it not start?']],
    load: async () => (await import('../../commands/doctor/command.js')).doctorCommand,
  },
  {
    name: 'migrate',
    summary: 'bring the tables of the warehouse up to date',
    arguments: [
      new Argument('[direction]', 'up, down for the newest one with all its data, or status')
        .choices(['up', 'down', 'status'])
        .default('up'),
    ],
    isDestructive: true,
    examples: [
      ['migrate', 'apply what is missing'],
      ['migrate status', 'what was applied, and when'],
    ],
    load: async () => (await import('../../commands/migrate.js')).migrateCommand,
  },
  {
    name: 'clean',
    summary: 'remove old versions of models and what killed processes left',
    description: 'Shows what it would remove and asks. With --deep, everything in the state directory.',
    options: [
      new Option('--deep', 'warehouse, models and runs too: the whole state directory'),
      new Option('--dry-run', 'only show what would be removed'),
      integerOption('--keep <number>', 'newest versions of the models that stay; 10 unless told', {
        least: 1,
      }),
    ],
    isDestructive: true,
    examples: [
      ['clean --dry-run', 'what would go?'],
      ['clean --deep --yes', 'begin anew'],
    ],
    load: async () => (await import('../../commands/clean.js')).cleanCommand,
  },
  {
    name: 'audit verify',
    summary: 'check that an audit log is as it was written',
    description:
      'Reads the file and all that the log has ended, also those with gzip, and says how many entries of how many files are one chain, or the first that is not, with file and line. Ends with 3 where there is one. A service may go on writing meanwhile.',
    arguments: [
      new Argument('<path>', 'the file that is written, a single file, or a directory with one log'),
    ],
    options: [
      repeatedOption(
        '--expect <end>',
        'an entry that must be there, as SEQUENCE:HASH, or a file with checkpoints; may be repeated',
      ),
      repeatedOption('--key <id=file>', 'public key of the checkpoints (Ed25519, PEM); may be repeated'),
    ],
    examples: [
      ['audit verify audit.ndjson', 'was anything changed, deleted or moved?'],
      ['audit verify logs --expect checkpoints.ndjson', 'nor cut off at the end, or written anew?'],
    ],
    load: async () => (await import('../../commands/audit-verify.js')).auditVerifyCommand,
  },
  {
    name: 'completion',
    summary: 'print what makes a shell complete commands and options',
    arguments: [new Argument('<shell>', 'which one').choices(['bash', 'zsh', 'fish'])],
    examples: [
      ['completion bash > ~/.local/share/bash-completion/completions/titans', 'for bash'],
      ['completion fish > ~/.config/fish/completions/titans.fish', 'for fish'],
    ],
    load: async () => (await import('../../commands/completion.js')).completionCommand,
  },
];
