/**
 * For people: what the activity of all accounts said. It names no account, and no category or payee but that of the row
 * itself is looked at.
 *
 * @param part What it added to the log-odds of an anomaly.
 */
export function populationReason(part: number): string {
  return part >= 0
    ? 'how lately accounts had this category or payee, as in known anomalies'
    : 'how lately accounts had this category or payee, as in ordinary transactions';
}
