import { maskSample } from '../errors/mask.js';
import { TitansError } from '../errors/titans-error.js';

/** A time of day without a time zone, `HH:MM:SS`. */
export type PlainTime = `${number}:${number}:${number}`;

const clockTime = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/;

/**
 * Seconds since midnight of `HH:MM` or `HH:MM:SS`.
 *
 * @throws TitansError `TIME_INVALID` if the text is not a time of day.
 */
export function toSecondOfDay(text: string): number {
  const match = clockTime.exec(text);
  if (!match) {
    throw new TitansError('TIME_INVALID', `"${maskSample(text)}" is not a time of the form HH:MM:SS.`, {
      details: { value: maskSample(text) },
    });
  }
  return Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3] ?? 0);
}

/** Whether the text is a time of day with its seconds, `HH:MM:SS`. */
export function isPlainTime(text: string): text is PlainTime {
  return text.length === 8 && clockTime.test(text);
}

/**
 * The time of day of a second.
 *
 * @param second 0 to 86,399.
 * @throws TitansError `TIME_INVALID` outside that range.
 */
export function fromSecondOfDay(second: number): PlainTime {
  if (!(Number.isInteger(second) && second >= 0 && second < 86_400)) {
    throw new TitansError('TIME_INVALID', `${second} is not a second of a day, 0 to 86,399.`, {
      details: { value: String(second) },
    });
  }
  const part = (value: number): string => String(value).padStart(2, '0');
  return `${part(Math.floor(second / 3600))}:${part(Math.floor(second / 60) % 60)}:${part(second % 60)}` as PlainTime;
}
