/** Where the credential is kept: in this tab alone, and gone when it is closed. */
const storageKey = 'titans.credential';

/** The credential of this tab; `null` if there is none. An empty one is for servers that ask for none. */
export function keptCredential(): string | null {
  try {
    return sessionStorage.getItem(storageKey);
  } catch {
    // Browsers may forbid storage: then it lasts as long as the page.
    return null;
  }
}

/** Keeps the credential until the tab is closed; `null` forgets it. */
export function keepCredential(credential: string | null): void {
  try {
    if (credential === null) sessionStorage.removeItem(storageKey);
    else sessionStorage.setItem(storageKey, credential);
  } catch {
    // As above.
  }
}
