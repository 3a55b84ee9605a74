import { fromEaster, type HolidayRule, onDate } from '../holiday-rule.js';

/**
 * Holidays that all of Spain has (Real Decreto 2001/1983, art. 45). A holiday on a Sunday is moved by regions as each of
 * them decides, and is not moved here.
 */
export const es: readonly HolidayRule[] = [
  onDate('Año Nuevo', 1, 1),
  onDate('Epifanía del Señor', 1, 6),
  fromEaster('Viernes Santo', -2),
  onDate('Fiesta del Trabajo', 5, 1),
  onDate('Asunción de la Virgen', 8, 15),
  onDate('Fiesta Nacional de España', 10, 12),
  onDate('Todos los Santos', 11, 1),
  onDate('Día de la Constitución Española', 12, 6),
  onDate('Inmaculada Concepción', 12, 8),
  onDate('Natividad del Señor', 12, 25),
];
