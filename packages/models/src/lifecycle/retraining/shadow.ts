import type { WorkOptions } from '@titans/core';

/** What was seen of a candidate that answered live traffic beside the champion, without its answers being given. */
export interface ShadowTraffic {
  /** Requests that both were asked. */
  readonly requests: number;
  /** Those that the candidate failed to answer. */
  readonly failed: number;
  /** Those with answers that can be alike, such as categories, and how many were. */
  readonly compared: number;
  readonly agreed: number;
}

/** Which versions are compared. */
export interface ShadowPair extends Pick<WorkOptions, 'signal'> {
  /** Name of the model in the registry. */
  readonly model: string;
  /** Id of the run: counts of one run are kept apart from those of others. */
  readonly run: string;
  /** Ids of versions. */
  readonly candidate: string;
  readonly champion: string;
}

/** Whoever serves: asks the candidate what the champion is asked, and keeps count. */
export interface ShadowServer {
  /** Begins to compare, or goes on. Called again where it is not known whether a call before arrived. */
  begin(pair: ShadowPair): Promise<void>;
  /** What has been counted since it began. */
  traffic(pair: ShadowPair): Promise<ShadowTraffic>;
  /** Ends it. Called again as `begin` is. */
  end(pair: ShadowPair): Promise<void>;
}

/** How much live traffic is compared, and what is asked of it. */
export interface ShadowOptions {
  readonly server: ShadowServer;
  /** Enough requests to decide, 1,000 unless told. */
  readonly requests?: number;
  /** Time after which is decided by what there is, one day unless told. */
  readonly forMs?: number;
  /** Requests below which the candidate is refused when the time is over, 1 unless told. */
  readonly leastRequests?: number;
  /** Share of requests that the candidate may fail to answer, 0.001 unless told. */
  readonly mostFailedShare?: number;
  /** Share of answers that must be those of the champion, 0.5 unless told: a candidate that is better differs. */
  readonly leastAgreedShare?: number;
}

/** Options with every value. */
export type ShadowSettings = Required<ShadowOptions>;

/** What the traffic comes to: `waiting` for more, or the decision with its reason. */
export type ShadowVerdict =
  | { readonly state: 'waiting' }
  | { readonly state: 'decided'; readonly passed: boolean; readonly reason: string };

/** Decides by the traffic that was compared in `elapsedMs`. */
export function shadowVerdict(
  { requests, failed, compared, agreed }: ShadowTraffic,
  elapsedMs: number,
  settings: ShadowSettings,
): ShadowVerdict {
  if (requests < settings.requests && elapsedMs < settings.forMs) return { state: 'waiting' };
  const decided = (passed: boolean, reason: string): ShadowVerdict => ({ state: 'decided', passed, reason });
  if (requests < settings.leastRequests) {
    return decided(
      false,
      `only ${requests} live requests were compared, of at least ${settings.leastRequests}`,
    );
  }
  const unanswered = `${failed} of ${requests} live requests were not answered`;
  if (failed > settings.mostFailedShare * requests) return decided(false, unanswered);
  const alike = `${agreed} of ${compared} live answers were those of the champion`;
  if (agreed < settings.leastAgreedShare * compared) return decided(false, `only ${alike}`);
  return decided(true, `${alike}, ${unanswered}`);
}
