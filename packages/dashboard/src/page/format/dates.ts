const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeZone: 'UTC' });
const shortDay = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', timeZone: 'UTC' });
const month = new Intl.DateTimeFormat(undefined, { month: 'short', timeZone: 'UTC' });
const monthYear = new Intl.DateTimeFormat(undefined, { month: 'long', year: 'numeric', timeZone: 'UTC' });
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });

/** A day without a time, `YYYY-MM-DD`; it is the same day wherever the reader is. */
export const formatDay = (text: string): string => written(day, `${text}T00:00:00Z`, text);
/** The same without its year. */
export const formatShortDay = (text: string): string => written(shortDay, `${text}T00:00:00Z`, text);
/** The name of a month, `YYYY-MM`. */
export const formatMonth = (text: string): string => written(month, `${text}-01T00:00:00Z`, text);
/** The same with its year. */
export const formatMonthYear = (text: string): string => written(monthYear, `${text}-01T00:00:00Z`, text);
/** A moment, where the reader is. */
export const formatMoment = (text: string): string => written(moment, text, text);
/** The time of day of a moment, where the reader is. */
export const formatClock = (at: number | string): string => written(clock, at, String(at));

/** What is no date stays the text that it is. */
function written(format: Intl.DateTimeFormat, value: number | string, otherwise: string): string {
  const at = new Date(value);
  return Number.isNaN(at.getTime()) ? otherwise : format.format(at);
}
