import type { CompletedCommand } from './completion-words.js';

/** A script for bash 4 or newer. Files complete where nothing else does. */
export function bashScript(commands: readonly CompletedCommand[]): string {
  const options = commands.map(
    ({ words, options: all }) =>
      `    '${words.join(' ')}') options='${all.flatMap(({ names }) => names).join(' ')}' ;;`,
  );
  const values = commands.flatMap(({ words, options: all }) =>
    all
      .filter((option) => option.values.length > 0)
      .map(
        (option) =>
          `    ${option.names.map((name) => `'${words.join(' ')} ${name}'`).join(' | ')}) values='${option.values.join(' ')}' ;;`,
      ),
  );
  const valueOptions = [
    ...new Set(
      commands.flatMap(({ options: all }) =>
        all.filter(({ takesValue }) => takesValue).flatMap(({ names }) => names),
      ),
    ),
  ];
  const argumentsOf = commands
    .filter((command) => command.values.length > 0)
    .map(({ words, values: all }) => `    '${words.join(' ')}') values='${all.join(' ')}' ;;`);
  return `# bash completion for titans
_titans() {
  local current previous word command='' group='' options='' values='' skip=0 index
  current="\${COMP_WORDS[COMP_CWORD]}"
  previous="\${COMP_WORDS[COMP_CWORD-1]}"
  COMPREPLY=()
  for ((index = 1; index < COMP_CWORD; index++)); do
    word="\${COMP_WORDS[index]}"
    if ((skip)); then skip=0; continue; fi
    case "$word" in
      ${valueOptions.join('|')}) skip=1; continue ;;
      -*) continue ;;
    esac
    if [[ -n "$group" && -z "$command" ]]; then
      command="$group $word"
    elif [[ -z "$command" ]]; then
      case "$word" in
        ${groupsOf(commands).join('|')}) group="$word" ;;
        *) command="$word" ;;
      esac
    fi
  done
  if [[ -z "$command" ]]; then
    case "$group" in
${groupsOf(commands)
  .map(
    (group) =>
      `      ${group}) values='${commands
        .filter(({ words }) => words[0] === group)
        .map(({ words }) => words[1])
        .join(' ')}' ;;`,
  )
  .join('\n')}
      *) values='${[...new Set(commands.map(({ words }) => words[0]))].join(' ')} help' ;;
    esac
    [[ "$current" == -* ]] && values='--help --version'
    mapfile -t COMPREPLY < <(compgen -W "$values" -- "$current")
    return
  fi
  case "$command $previous" in
${values.join('\n')}
  esac
  if [[ -n "$values" ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$values" -- "$current")
    return
  fi
  case "$command" in
${options.join('\n')}
  esac
  if [[ "$current" == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$options" -- "$current")
    return
  fi
  case "$command" in
${argumentsOf.join('\n')}
  esac
  if [[ -n "$values" ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$values" -- "$current")
  else
    compopt -o default 2>/dev/null
  fi
}
complete -F _titans titans
`;
}

function groupsOf(commands: readonly CompletedCommand[]): readonly string[] {
  return [...new Set(commands.filter(({ words }) => words.length > 1).map(({ words }) => words[0] ?? ''))];
}
