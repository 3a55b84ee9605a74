/**
 * Sent with every answer. The service answers programs; nothing it sends may be framed, sniffed, cached or run.
 * `Strict-Transport-Security` is left to the host, since it binds all of the host's routes.
 */
export const securityHeaders: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};
