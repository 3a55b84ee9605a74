import type { CompletedCommand, CompletedOption } from './completion-words.js';

/** A script for fish. */
export function fishScript(commands: readonly CompletedCommand[]): string {
  const groups = new Set(commands.filter(({ words }) => words.length > 1).map(({ words }) => words[0] ?? ''));
  const lines = [...new Set(commands.map(({ words }) => words[0] ?? ''))].map((word) => {
    const command = commands.find(({ words }) => words.length === 1 && words[0] === word);
    return `complete -c titans -f -n __fish_use_subcommand -a ${word} -d ${quoted(command?.summary ?? `${word} …`)}`;
  });
  for (const group of groups) {
    const names = commands.filter(({ words }) => words[0] === group && words.length > 1);
    const isChosen = names.map(({ words }) => words[1]).join(' ');
    for (const { words, summary } of names) {
      lines.push(
        `complete -c titans -f -n '__fish_seen_subcommand_from ${group}; and not __fish_seen_subcommand_from ${isChosen}' -a ${words[1]} -d ${quoted(summary)}`,
      );
    }
  }
  for (const command of commands) {
    const condition = command.words.map((word) => `__fish_seen_subcommand_from ${word}`).join('; and ');
    for (const option of command.options) lines.push(optionLine(condition, option));
    if (command.values.length > 0) {
      lines.push(`complete -c titans -f -n '${condition}' -a '${command.values.join(' ')}'`);
    }
  }
  return `# fish completion for titans\n${lines.join('\n')}\n`;
}

function optionLine(condition: string, { names, description, takesValue, values }: CompletedOption): string {
  const flags = names.map((name) => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`));
  const value = values.length > 0 ? ` -x -a '${values.join(' ')}'` : takesValue ? ' -r' : '';
  return `complete -c titans -n '${condition}' ${flags.join(' ')}${value} -d ${quoted(description)}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
