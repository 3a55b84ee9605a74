import type { CommandDefinition } from '../command-definition.js';
import { dataCommands } from './data-commands.js';
import { modelCommands } from './model-commands.js';
import { serviceCommands } from './service-commands.js';
import { upkeepCommands } from './upkeep-commands.js';

/** Commands that belong together. */
export interface CommandGroup {
  readonly title: string;
  readonly commands: readonly CommandDefinition[];
  /** What commands of several words have in common, by their first word. */
  readonly parents?: Readonly<Record<string, string>>;
}

/** Every command, in the order in which help lists them. */
export const commandGroups: readonly CommandGroup[] = [
  {
    title: 'Data',
    commands: dataCommands,
    parents: { pipeline: 'run the pipeline into the warehouse' },
  },
  {
    title: 'Models',
    commands: modelCommands,
    parents: { models: 'list, promote and describe versions of the models' },
  },
  {
    title: 'Service',
    commands: serviceCommands,
    parents: { keys: 'make, list, renew and revoke API keys' },
  },
  {
    title: 'Upkeep',
    commands: upkeepCommands,
    parents: { audit: 'check that an audit log is as it was written' },
  },
];
