import type { VerificationKey } from '@titans/core';

/** How what was tried ended. */
export type AuditOutcome = 'begun' | 'success' | 'refused' | 'failure';

/** What is written down. Nothing in it may be a secret or come from one. */
export interface AuditEvent {
  /** What was done, such as `key.created`. */
  readonly action: string;
  readonly outcome: AuditOutcome;
  /** Id of the credential; `null` where nobody is known. */
  readonly actor: string | null;
  readonly tenant: string | null;
  /** Of the client, as the host knows it. */
  readonly address: string | null;
  readonly requestId: string | null;
  readonly details: Readonly<Record<string, string | number | boolean>>;
}

/** An entry of the log. */
export interface AuditEntry extends AuditEvent {
  /** 1, 2, 3, … */
  readonly sequence: number;
  /** ISO 8601, UTC. */
  readonly time: string;
  /** `hash` of the entry before; 64 zeros for the first. */
  readonly previous: string;
  /** SHA-256 of the canonical JSON (RFC 8785) of everything else, in hexadecimal. */
  readonly hash: string;
}

/** The end of a log. Who keeps it elsewhere can prove later that nothing up to there was changed. */
export interface AuditHead {
  /** Of the last entry; 0 where there is none. */
  readonly sequence: number;
  readonly hash: string;
}

/** What a log is checked against. */
export interface AuditVerifyOptions {
  /** Ends that were kept elsewhere, such as checkpoints: entries that must be there. */
  readonly head?: AuditHead | readonly AuditHead[] | undefined;
  /** Keys of the checkpoints; those of other keys are then refused. */
  readonly keys?: readonly VerificationKey[] | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Where an entry stands. */
export interface AuditPlace {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
}

/** What a check found. */
export type AuditVerdict =
  | {
      readonly state: 'intact';
      readonly head: AuditHead;
      /** The last entry that a checkpoint vouches for whose signature is right; 0 if none was checked. */
      readonly signedThrough: number;
    }
  | {
      readonly state: 'broken';
      /** The first entry that is not as it was written, or is missing. */
      readonly sequence: number;
      readonly reason: string;
      /** Of a log in files: where that entry should stand. */
      readonly place?: AuditPlace | undefined;
    };

/** A log that can only be added to, each entry bound to the one before. */
export interface AuditLog {
  /**
   * Resolves when the entry is kept for good.
   *
   * @throws TitansError where it cannot be kept.
   */
  append(event: AuditEvent): Promise<AuditEntry>;
  /** Entries after that sequence number, oldest first; 100 from the start unless told, 1,000 at most. */
  read(page?: { readonly after?: number; readonly limit?: number }): Promise<readonly AuditEntry[]>;
  /**
   * Reads the whole log and checks it.
   *
   * @throws TitansError `INVALID_ARGUMENT` for a `head` that is none.
   */
  verify(options?: AuditVerifyOptions): Promise<AuditVerdict>;
  /** Writes a last checkpoint, if there are any, and frees what is held. What was given open stays open. */
  close(): Promise<void>;
}

/** The end of a log without entries. */
export const emptyHead: AuditHead = { sequence: 0, hash: '0'.repeat(64) };
