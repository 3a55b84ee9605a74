/** One thing that a candidate was asked for. */
export interface GateFinding {
  /** `comparison` with the champion, a `guard`, or a `canary`. */
  readonly kind: 'comparison' | 'guard' | 'canary';
  readonly name: string;
  readonly passed: boolean;
  readonly reason: string;
}
