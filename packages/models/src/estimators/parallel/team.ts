import { TitansError } from '@titans/core';

/** What one of several threads that do a job together knows of the others. */
export interface Team {
  /** Which of them it is, from 0. */
  readonly rank: number;
  readonly size: number;
  /** 0, 1, 2 … over all threads together: each number is given once. There are two such counts. */
  next(count?: 0 | 1): number;
  /** Waits until all have come here. @throws TitansError `ABORTED` if the job was ended meanwhile. */
  meet(): void;
  /** @throws TitansError `ABORTED` if the job was ended. */
  goOn(): void;
}

/** Places in the memory that a team shares. */
const [endedAt, arrivedAt, meetingAt, nextAt, length] = [0, 1, 2, 3, 5] as const;

/** Memory for a team of any size. */
export function teamMemory(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(length * Int32Array.BYTES_PER_ELEMENT));
}

/** One member of a team; the thread that makes it is blocked by `meet`. */
export function memberOf(memory: Int32Array, rank: number, size: number): Team {
  function goOn(): void {
    if (Atomics.load(memory, endedAt) !== 0) throw new TitansError('ABORTED', 'The job was ended.');
  }
  return {
    rank,
    size,
    next: (count = 0) => Atomics.add(memory, nextAt + count, 1),
    meet() {
      goOn();
      const meeting = Atomics.load(memory, meetingAt);
      if (Atomics.add(memory, arrivedAt, 1) + 1 === size) {
        Atomics.store(memory, arrivedAt, 0);
        Atomics.add(memory, meetingAt, 1);
        Atomics.notify(memory, meetingAt);
      } else {
        while (Atomics.load(memory, meetingAt) === meeting) Atomics.wait(memory, meetingAt, meeting);
      }
      goOn();
    },
    goOn,
  };
}

/** Ends the job of a team, also for members that wait. */
export function endTeam(memory: Int32Array): void {
  Atomics.store(memory, endedAt, 1);
  Atomics.add(memory, meetingAt, 1);
  Atomics.notify(memory, meetingAt);
}

/** Whether the job was ended. */
export function isTeamEnded(memory: Int32Array): boolean {
  return Atomics.load(memory, endedAt) !== 0;
}

/** A thread that works alone. */
export function aloneTeam(): Team {
  const given: [number, number] = [0, 0];
  return {
    rank: 0,
    size: 1,
    next: (count = 0) => given[count]++,
    meet: () => undefined,
    goOn: () => undefined,
  };
}
