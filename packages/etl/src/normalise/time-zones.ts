const secondsPerDay = 86_400;
const formatters = new Map<string, Intl.DateTimeFormat>();

/**
 * Seconds since 1970-01-01 on the clock of a zone, at a moment given in seconds of UTC.
 *
 * @param timeZone An IANA name, for example `"Europe/Berlin"`; the tz database is that of the runtime.
 */
export function localSeconds(utcSeconds: number, timeZone: string): number {
  let formatter = formatters.get(timeZone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
      era: 'short',
    });
    formatters.set(timeZone, formatter);
  }
  const parts = new Map(formatter.formatToParts(utcSeconds * 1000).map(({ type, value }) => [type, value]));
  const part = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.get(type));
  const day =
    new Date(0).setUTCFullYear(part('year'), part('month') - 1, part('day')) / (secondsPerDay * 1000);
  return day * secondsPerDay + part('hour') * 3600 + part('minute') * 60 + part('second');
}
