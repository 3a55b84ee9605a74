/** A text of at most so many characters, cut between them with an ellipsis: pages stay small whatever the data hold. */
export function clipped(text: string, mostCharacters: number): string {
  if (text.length <= mostCharacters) return text;
  const characters = [...text.slice(0, 2 * mostCharacters + 2)];
  if (characters.length <= mostCharacters && text.length <= 2 * mostCharacters) return text;
  return `${characters.slice(0, mostCharacters - 1).join('')}…`;
}
