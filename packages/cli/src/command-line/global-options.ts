import { Option } from 'commander';

/** Heading of these options in help. */
export const globalGroup = 'Options of every command:';

/** Options that every command has. */
export function globalOptions(): readonly Option[] {
  return [
    new Option('--json', 'print one JSON document on the standard output'),
    new Option('-q, --quiet', 'say nothing beside the result'),
    new Option('--verbose', 'show where an error comes from'),
    new Option('--no-color', 'no colours, as NO_COLOR=1'),
    new Option('--state <directory>', 'what is kept, ./titans-data unless told'),
    new Option('--config <file>', 'configuration, titans.config.{json,mjs,ts} unless told'),
  ].map((option) => option.helpGroup(globalGroup));
}
