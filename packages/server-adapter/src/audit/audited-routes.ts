import type { RouteName } from '@titans/core/contract';

/** What the log is told of a request beside what its handler notes. */
type Details = Readonly<Record<string, string | number | boolean>>;

/** A route whose requests are written down, whatever becomes of them. */
export interface AuditedRoute {
  readonly action: string;
  /** Members of the body that are written down; of texts of people, only what is asked to be there. */
  readonly ofBody?: readonly string[];
}

/** Routes that change something, by name. Predictions, and jobs that are begun, change nothing that others see. */
export const auditedRoutes: { readonly [Name in RouteName]?: AuditedRoute } = {
  authToken: { action: 'token.issued' },
  authRevoke: { action: 'token.revoked' },
  keysCreate: { action: 'key.created', ofBody: ['role', 'expires_in_days'] },
  keysRotate: { action: 'key.rotated', ofBody: ['overlap_hours'] },
  keysRevoke: { action: 'key.revoked' },
  modelPromote: { action: 'model.promoted', ofBody: ['version', 'reason'] },
  modelRollback: { action: 'model.rolled_back', ofBody: ['reason'] },
  modelReload: { action: 'model.reloaded' },
  experimentStart: {
    action: 'experiment.started',
    ofBody: ['experiment_id', 'challenger', 'mode', 'reason'],
  },
  experimentStop: { action: 'experiment.stopped', ofBody: ['reason'] },
  experimentConclude: { action: 'experiment.concluded', ofBody: ['winner', 'reason'] },
  jobCancel: { action: 'job.cancelled' },
  transactionsImport: { action: 'transactions.imported' },
  transactionsImportFile: { action: 'transactions.imported' },
  feedbackCorrect: { action: 'feedback.recorded' },
  feedbackUndo: { action: 'feedback.undone' },
  feedbackRelease: { action: 'feedback.released' },
};

/** The rule of a route; plugins' routes have none. */
export function auditedRoute(name: string): AuditedRoute | undefined {
  return Object.hasOwn(auditedRoutes, name) ? auditedRoutes[name as RouteName] : undefined;
}

/** Parameters of the path, which name what is changed, and the members of the body that are asked for. */
export function detailsOf(
  { ofBody = [] }: AuditedRoute,
  params: Readonly<Record<string, string>>,
  body: unknown,
): Details {
  const members = typeof body === 'object' && body !== null ? Object.entries(body) : [];
  const picked = members.filter(
    ([name, value]) => ofBody.includes(name) && ['string', 'number', 'boolean'].includes(typeof value),
  );
  return { ...params, ...Object.fromEntries(picked) };
}
