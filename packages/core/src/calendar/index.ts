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
