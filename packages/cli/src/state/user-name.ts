import { userInfo } from 'node:os';

/** Who works here, for histories; a process need not have a user that the system knows by name. */
export function userName(): string {
  try {
    return userInfo().username || 'unknown';
  } catch {
    return 'unknown';
  }
}
