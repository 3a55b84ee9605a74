/** A day and, where one is written, a time of it. */
export interface OfxMoment {
  /** ISO 8601; as written where it is no OFX date. */
  readonly date: string;
  /** `HH:MM:SS`, empty where none is written. */
  readonly time: string;
}

// YYYYMMDD, HHMM and SS, milliseconds, and the offset from UTC with the name of the zone: [-5:EST].
const moment = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?(?:\.\d*)?)?\s*(?:\[[^\]]*\]?)?\s*$/;
const separated = /^(\d{4})-(\d{2})-(\d{2})$/;

/**
 * Reads a date of OFX (section 3.2.8 of the specification). The day and the time are those written, whatever zone is
 * named behind: it is the day that the bank shows. Midnight and noon are taken for no time, since banks write them
 * where they know the day only.
 */
export function parseOfxMoment(text: string): OfxMoment {
  const match = moment.exec(text) ?? separated.exec(text);
  if (match === null) return { date: text, time: '' };
  const [, year, month, day, hour, minute, second = '00'] = match;
  const date = `${year}-${month}-${day}`;
  const time = hour === undefined ? '' : `${hour}:${minute}:${second}`;
  return { date, time: time === '00:00:00' || time === '12:00:00' ? '' : time };
}
