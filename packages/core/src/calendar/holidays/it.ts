import { fromEaster, type HolidayRule, once, onDate } from '../holiday-rule.js';

/** Public holidays of Italy (legge 260/1949 as amended, legge 336/2000, legge 151/2025). */
export const it: readonly HolidayRule[] = [
  onDate('Capodanno', 1, 1),
  onDate('Epifania', 1, 6),
  fromEaster('Pasqua', 0),
  fromEaster("Lunedì dell'Angelo", 1),
  once("Anniversario dell'Unità d'Italia", 2011, 3, 17),
  onDate('Festa della Liberazione', 4, 25),
  onDate('Festa del Lavoro', 5, 1),
  onDate('Festa della Repubblica', 6, 2, { from: 2001 }),
  onDate('Assunzione di Maria', 8, 15),
  onDate("San Francesco d'Assisi", 10, 4, { from: 2026 }),
  onDate('Ognissanti', 11, 1),
  onDate('Immacolata Concezione', 12, 8),
  onDate('Natale', 12, 25),
  onDate('Santo Stefano', 12, 26),
];
