// Not the global one, which tests replace together with the clock.
import { setImmediate } from 'node:timers';
import { endsWithRequests } from '../lifecycle/background.js';

/** Lines that are written many at a time. */
export interface JoinedLines {
  /** Takes a line without its end. It is written with the others of this turn of the event loop, and with it all before it. */
  add(line: string): void;
  /** Writes all that wait, then calls back when they are written. */
  flush(done?: (error?: Error) => void): void;
}

/** Characters that wait, at most. */
const mostWaiting = 65_536;

/**
 * Joins the lines of one turn of the event loop into one write: a write takes longer than making its line. What waits when
 * the process exits is written then, after an uncaught error too; of a process that is killed, the lines of one turn are lost.
 *
 * @param write Writes a text at once, and calls back when it is written.
 */
export function joinedLines(
  write: (text: string, done?: (error?: Error | null) => void) => unknown,
): JoinedLines {
  let waiting = '';
  let isToBeWritten = false;
  let isExiting = false;

  function writeWaiting(): void {
    isToBeWritten = false;
    if (waiting === '') return;
    const text = waiting;
    waiting = '';
    write(text);
  }

  process.once('exit', () => {
    isExiting = true;
    writeWaiting();
  });

  return {
    add(line) {
      waiting += `${line}\n`;
      if (isExiting || endsWithRequests || waiting.length >= mostWaiting) writeWaiting();
      if (isToBeWritten) return;
      isToBeWritten = true;
      setImmediate(writeWaiting);
    },
    flush(done) {
      writeWaiting();
      if (done !== undefined) write('', (error) => done(error ?? undefined));
    },
  };
}
