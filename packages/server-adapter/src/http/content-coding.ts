/** The codings that answers may have (RFC 9110, 8.4.1; RFC 7932). */
export type ContentCoding = 'br' | 'gzip';

/** What a client takes. */
export interface AcceptedCoding {
  /** The coding it likes best of ours; `null` for none. */
  readonly coding: ContentCoding | null;
  /** Whether it refuses an answer without one. */
  readonly isRequired: boolean;
}

const none: AcceptedCoding = { coding: null, isRequired: false };
const weight = /^q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/i;
/** Headers are few and come again and again. */
const known = new Map<string, AcceptedCoding>();
const maxKnown = 100;
const maxHeaderLength = 500;

/**
 * Chooses the coding of an answer from `Accept-Encoding` (RFC 9110, 12.5.3): the one of the greatest weight, at equal
 * weights Brotli before gzip. A weight of 0 forbids, `*` stands for all that are not named. Where nothing of ours is
 * acceptable the answer has no coding, as the RFC has it.
 */
export function acceptedCoding(header: string | null): AcceptedCoding {
  if (header === null || header.length > maxHeaderLength) return none;
  let accepted = known.get(header);
  if (accepted === undefined) {
    accepted = choose(header);
    if (known.size >= maxKnown) known.clear();
    known.set(header, accepted);
  }
  return accepted;
}

function choose(header: string): AcceptedCoding {
  const weights = new Map<string, number>();
  for (const part of header.split(',')) {
    const [name = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
    const given = parameters.find((parameter) => parameter.startsWith('q='));
    // A weight that is none is no wish that could be met.
    const value = given === undefined ? 1 : Number(weight.exec(given)?.[1] ?? 0);
    if (name !== '') weights.set(name === 'x-gzip' ? 'gzip' : name, value);
  }
  const star = weights.get('*');
  const weightOf = (coding: string): number => weights.get(coding) ?? star ?? 0;
  const identity = weights.get('identity') ?? (star === 0 ? 0 : undefined);
  let coding: ContentCoding | null = null;
  let best = identity ?? 0;
  for (const candidate of ['gzip', 'br'] as const) {
    const value = weightOf(candidate);
    if (value > 0 && value >= best) {
      best = value;
      coding = candidate;
    }
  }
  return { coding, isRequired: coding !== null && identity === 0 };
}
