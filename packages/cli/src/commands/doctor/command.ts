import { checksText } from '../../checks/check.js';
import { type LoadedCommand, loadedCommand } from '../../command-line/command-definition.js';
import type { View } from '../../command-line/view.js';
import { counted } from '../../terminal/format.js';
import { type DoctorDocument, diagnose } from './diagnose.js';

function doctorText({ healthy, checks }: DoctorDocument, view: View): string {
  const { colours } = view;
  const failures = checks.filter(({ state }) => state === 'fail').length;
  const verdict = healthy
    ? colours.good('Nothing is wrong.')
    : colours.bad(`${counted(failures, 'check')} failed.`);
  return `${checksText(checks, view)}\n\n${verdict}`;
}

/** `titans doctor`. */
export const doctorCommand: LoadedCommand = loadedCommand(diagnose, doctorText);
