/** Overwrites every number and text that can be reached and changed, to find out who still looks at them. */
export function overwrite(value: unknown): void {
  if (isNumberArray(value)) {
    value.fill(7);
    return;
  }
  if (!isContainer(value)) return;
  for (const [key, member] of Object.entries(value)) {
    if (typeof member === 'string') Reflect.set(value, key, 'overwritten');
    else overwrite(member);
  }
}

/** A copy in which every array of numbers is a part of a larger buffer, as `subarray` gives it. */
export function asViews<T extends object>(value: T): T {
  const copy = structuredClone(value);
  moveIntoLargerBuffers(copy);
  return copy;
}

function moveIntoLargerBuffers(container: object): void {
  for (const [key, member] of Object.entries(container)) {
    if (member instanceof Float64Array) {
      Reflect.set(container, key, Float64Array.of(1e9, ...member, 1e9, 1e9).subarray(1, member.length + 1));
    } else if (member instanceof Int32Array) {
      Reflect.set(container, key, Int32Array.of(99, ...member, 99, 99).subarray(1, member.length + 1));
    } else if (isContainer(member)) {
      moveIntoLargerBuffers(member);
    }
  }
}

/** The path of the first object or array in `value` that can be changed, `null` if none can. Typed arrays never freeze. */
export function firstUnfrozen(value: unknown, path: string): string | null {
  if (!isContainer(value)) return null;
  if (!Object.isFrozen(value)) return path;
  for (const [key, member] of Object.entries(value)) {
    const found = firstUnfrozen(member, `${path}.${key}`);
    if (found !== null) return found;
  }
  return null;
}

function isNumberArray(value: unknown): value is Float64Array | Int32Array {
  return ArrayBuffer.isView(value) && 'fill' in value;
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !ArrayBuffer.isView(value);
}
