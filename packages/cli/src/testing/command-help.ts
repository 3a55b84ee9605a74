import { commandGroups } from '../command-line/definitions/all.js';
import { capturedRun } from './captured-run.js';

/** The help of a command line as people see it on 80 columns without colours. */
async function helpOf(argv: readonly string[]): Promise<string> {
  const { stdout } = await capturedRun([...argv, '--help'], { cwd: '.' });
  return stdout.trimEnd();
}

/** The part of the README that lists every command with its help. */
export async function commandHelp(): Promise<string> {
  const sections = [`\`\`\`text\n${await helpOf([])}\n\`\`\``];
  for (const { commands } of commandGroups) {
    for (const { name } of commands) {
      sections.push(`### titans ${name}\n\n\`\`\`text\n${await helpOf(name.split(' '))}\n\`\`\``);
    }
  }
  return sections.join('\n\n');
}
