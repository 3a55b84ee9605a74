import { useState } from 'preact/hooks';

let lastId = 0;

/** An id that no other element of the page has, for labels and what they name. */
export function useId(): string {
  const [id] = useState(() => {
    lastId += 1;
    return `id${lastId}`;
  });
  return id;
}
