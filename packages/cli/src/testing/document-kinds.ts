import type { Deployment } from './state-directory.js';

/** Which kinds of values the members of printed documents have. */
export interface DocumentKinds {
  /** The deployment, whose documents are looked at from now on. */
  of(deployment: Deployment): Deployment;
  /** Members that have values of several kinds, with these, in the order of the alphabet; what is absent is of none. */
  several(): readonly (readonly [name: string, kinds: readonly string[]])[];
}

export function documentKinds(): DocumentKinds {
  const kinds = new Map<string, Set<string>>();

  function note(document: object): void {
    for (const [name, value] of Object.entries(document)) {
      const [item]: readonly unknown[] = Array.isArray(value) ? value : [value];
      if (item == null) continue;
      const kind = Array.isArray(value) ? `list of ${typeof item}` : typeof item;
      kinds.set(name, (kinds.get(name) ?? new Set()).add(kind));
    }
  }

  return {
    of: (deployment) => ({
      ...deployment,
      async run(argv, options) {
        const captured = await deployment.run(argv, options);
        if (argv.includes('--json')) note(captured.json<object>());
        return captured;
      },
    }),
    several: () =>
      [...kinds].filter(([, found]) => found.size > 1).map(([name, found]) => [name, [...found].sort()]),
  };
}
