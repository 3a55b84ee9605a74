import { type JsonValue, TitansError } from '@titans/core';
import type { ImportSettings } from '@titans/etl';

/** Settings that are no texts. */
const isNumber = /\.headerLine$/;

/** A setting as people write it: texts as they are, lists, objects and what cannot be seen, such as a tab, as JSON. */
export function settingText(value: JsonValue): string {
  return typeof value === 'string' && !/\p{Cc}/u.test(value) ? value : JSON.stringify(value);
}

/** The settings with one of them changed; its name may have a dot, such as `csv.delimiter`. */
export function withSetting(settings: ImportSettings, name: string, value: JsonValue): ImportSettings {
  const [first = '', ...rest] = name.split('.');
  if (rest.length === 0) return { ...settings, [first]: value };
  const group: unknown = Object.entries(settings).find(([key]) => key === first)?.[1];
  return { ...settings, [first]: { ...Object(group), [rest.join('.')]: value } };
}

/**
 * Reads `--set name=value`. Whether there is such a setting, and such a value, is found out where it is used.
 *
 * @throws TitansError `INVALID_ARGUMENT`.
 */
export function withSettingText(settings: ImportSettings, text: string): ImportSettings {
  const end = text.indexOf('=');
  if (end < 1) {
    throw new TitansError('INVALID_ARGUMENT', `--set ${text} is not written as --set setting=value.`, {
      details: { field: '--set' },
    });
  }
  const [name, value] = [text.slice(0, end), text.slice(end + 1)];
  return withSetting(settings, name, settingValue(name, value));
}

function settingValue(name: string, text: string): JsonValue {
  if (!/^[[{]|^"[^"]+"$/.test(text) && !isNumber.test(name)) return text;
  try {
    return JSON.parse(text) as JsonValue;
  } catch (cause) {
    throw new TitansError('INVALID_ARGUMENT', `The value of --set ${name}=… is no JSON.`, {
      details: { field: '--set' },
      cause,
    });
  }
}
