/** What a series may repeat with: the time of day, the hour of the week, or the day of the month. */
export const seasons = ['day', 'week', 'month'] as const;
export type Season = (typeof seasons)[number];

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** How many places of a season are told apart: half-hours of the day, hours of the week, days of the month. */
export const slotsOf: Readonly<Record<Season, number>> = { day: 48, week: 168, month: 31 };

/** The place of a moment in a season. @param moment Milliseconds since 1970, in the time that the season follows. */
export function slotAt(season: Season, moment: number): number {
  if (season === 'month') return new Date(moment).getUTCDate() - 1;
  const [length, slots] = season === 'day' ? [dayMs, slotsOf.day] : [7 * dayMs, slotsOf.week];
  const into = moment - Math.floor(moment / length) * length;
  return Math.min(slots - 1, Math.floor((into * slots) / length));
}
