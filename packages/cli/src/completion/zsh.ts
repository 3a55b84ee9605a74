import type { CompletedCommand, CompletedOption } from './completion-words.js';

/** A script for zsh. */
export function zshScript(commands: readonly CompletedCommand[]): string {
  const first = [...new Set(commands.map(({ words }) => words[0] ?? ''))];
  const topLevel = first.map((word) => {
    const command = commands.find(({ words }) => words.length === 1 && words[0] === word);
    return `    ${quoted(`${word}:${command?.summary ?? `${word} …`}`)}`;
  });
  const branches = first.map((word) => {
    const own = commands.filter(({ words }) => words[0] === word);
    const single = own.find(({ words }) => words.length === 1);
    return single === undefined
      ? groupBranch(word, own)
      : `        ${word})\n          _arguments -s ${specsOf(single, 10)}\n          ;;`;
  });
  return `#compdef titans
_titans() {
  local curcontext="$curcontext" state line
  local -a commands
  commands=(
${topLevel.join('\n')}
  )
  _arguments -C '1: :->command' '*:: :->argument'
  case $state in
    command) _describe -t commands 'titans command' commands ;;
    argument)
      case $line[1] in
${branches.join('\n')}
      esac
      ;;
  esac
}
if [ "$funcstack[1]" = "_titans" ]; then
  _titans "$@"
else
  compdef _titans titans
fi
`;
}

function groupBranch(word: string, own: readonly CompletedCommand[]): string {
  const names = own.map(({ words, summary }) => quoted(`${words[1]}:${summary}`)).join(' ');
  const branches = own.map(
    (command) => `            ${command.words[1]}) _arguments -s ${specsOf(command, 14)} ;;`,
  );
  return `        ${word})
          if (( CURRENT == 2 )); then
            local -a subcommands
            subcommands=(${names})
            _describe -t commands 'titans ${word} command' subcommands
          else
            shift words
            (( CURRENT-- ))
            case $words[1] in
${branches.join('\n')}
            esac
          fi
          ;;`;
}

function specsOf({ options, values }: CompletedCommand, indent: number): string {
  const rest = values.length > 0 ? `'*:value:(${values.join(' ')})'` : "'*:file:_files'";
  const separator = ` \\\n${' '.repeat(indent)}`;
  return [...options.flatMap(specsOfOption), rest].join(separator);
}

function specsOfOption({ names, description, takesValue, values }: CompletedOption): readonly string[] {
  const text = description.replaceAll(/[[\]]/g, '');
  const value = values.length > 0 ? `:value:(${values.join(' ')})` : takesValue ? ':value:_files' : '';
  return names.map((name) => quoted(`${name}[${text}]${value}`));
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
