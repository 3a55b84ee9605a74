/** Of which names of rows activity is kept. */
export const activityKinds = ['category', 'payee'] as const;
export type ActivityKind = (typeof activityKinds)[number];
