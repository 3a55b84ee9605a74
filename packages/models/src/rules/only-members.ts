import { type Place, refusal } from './place.js';

/** Refuses members that belong to conditions of other fields. */
export function onlyMembers(
  members: ReadonlyMap<string, unknown>,
  permitted: readonly string[],
  place: Place,
): void {
  for (const key of members.keys()) {
    if (key !== 'field' && key !== 'op' && !permitted.includes(key)) {
      throw refusal([...place, key], `a condition on ${String(members.get('field'))} has no such key`);
    }
  }
}
