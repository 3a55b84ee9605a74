/**
 * Whether a moment that was kept is still to come, in milliseconds since 1970. One further away than it can have been set was
 * kept by a clock that has been put back since, and holds nothing up.
 */
export function isStillAhead(moment: number, now: number, mostMs: number): boolean {
  return moment > now && moment - now <= mostMs;
}
