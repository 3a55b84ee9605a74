export {
  addBusinessDays,
  type BusinessCalendar,
  type BusinessCalendarOptions,
  businessCalendar,
  isBusinessDay,
} from './business-calendar.js';
export { easterSunday } from './easter.js';
export {
  addDays,
  civilFromEpochDay,
  dayOfWeek,
  daysInMonth,
  type EpochDay,
  epochDay,
  fromEpochDay,
  isLeapYear,
  isPlainDate,
  type PlainDate,
  parsePlainDate,
  plainDate,
  toEpochDay,
} from './plain-date.js';
export { fromSecondOfDay, isPlainTime, type PlainTime, toSecondOfDay } from './plain-time.js';
export { type Holiday, type HolidayCalendar, holidayCalendars, publicHolidays } from './public-holidays.js';
