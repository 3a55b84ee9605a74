import { checksText } from '../../checks/check.js';
import { type LoadedCommand, loadedCommand } from '../../command-line/command-definition.js';
import type { View } from '../../command-line/view.js';
import { type InitDocument, initialise } from './initialise.js';

/** What was checked, the key, and what to do next. */
function initText({ checks, apiKey }: InitDocument, view: View): string {
  const { colours } = view;
  const key =
    apiKey === null
      ? []
      : [
          '',
          `API key ${colours.strong(apiKey.id)}, which may do everything:`,
          `  ${colours.good(apiKey.key)}`,
          colours.warning('This is the only time that it is shown: only its hash is kept.'),
        ];
  return [
    checksText(checks, view),
    ...key,
    '',
    'Next: titans import statement.csv, titans train, titans serve',
  ].join('\n');
}

/** `titans init`. */
export const initCommand: LoadedCommand = loadedCommand(initialise, initText);
