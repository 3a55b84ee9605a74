import { TitansError } from '@titans/core';
import type { ApiKeySettings } from '../auth/auth-settings.js';

/**
 * Reads a list written as text: a JSON array, or values separated by commas. White space around values and empty
 * values are dropped.
 *
 * @throws TitansError `CONFIG_INVALID` if it starts as JSON and is none.
 */
export function parseList(text: string, field: string): readonly unknown[] {
  const trimmed = text.trim();
  if (!trimmed.startsWith('[')) {
    return trimmed
      .split(',')
      .map((value) => value.trim())
      .filter((value) => value !== '');
  }
  try {
    return JSON.parse(trimmed) as readonly unknown[];
  } catch {
    // The text holds secrets: neither it nor the parser's message, which quotes it, goes into the error.
    throw new TitansError('CONFIG_INVALID', `${field} starts with "[" but is not a JSON list.`, {
      details: { field },
    });
  }
}

/** The one form of every key. Plain keys are named by their place in the list. */
export function describeApiKeys(keys: readonly (string | ApiKeySettings)[]): readonly ApiKeySettings[] {
  return keys.map((key, index) => (typeof key === 'string' ? { id: `key-${index + 1}`, secret: key } : key));
}
