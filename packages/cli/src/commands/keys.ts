import { databaseKeyValueStore, TitansError } from '@titans/core';
import { type ApiKeyInfo, type NewKeyResponse, type Role, rolePermissions } from '@titans/core/contract';
import type { CommandContext } from '../command-line/command-context.js';
import { type LoadedCommand, loadedCommand, type Outcome } from '../command-line/command-definition.js';
import type { View } from '../command-line/view.js';
import { withState } from '../state/state.js';
import { userName } from '../state/user-name.js';
import { plain } from '../terminal/format.js';
import { textTable } from '../terminal/text-table.js';

interface ServerOptions {
  /** A running server, which is asked with the key of TITANS_API_KEY. */
  readonly server?: string;
}

/** What `titans keys create` takes. */
export interface KeysCreateOptions extends ServerOptions {
  readonly name: string;
  readonly role: Role;
  readonly expiresInDays?: number;
}

/** What `titans keys rotate` takes. */
export interface KeysRotateOptions extends ServerOptions {
  readonly id: string;
  readonly overlapHours?: number;
}

/** What `titans keys list --json` prints. */
export interface KeysListDocument {
  readonly keys: readonly ApiKeyInfo[];
}

/** Makes, renews and revokes keys, in the warehouse or through a server. */
interface Keys {
  list(): Promise<readonly ApiKeyInfo[]>;
  create(options: KeysCreateOptions): Promise<NewKeyResponse>;
  rotate(options: KeysRotateOptions): Promise<NewKeyResponse>;
  revoke(id: string): Promise<ApiKeyInfo>;
}

const dayMs = 86_400_000;
const hourMs = 3_600_000;
const defaultOverlapHours = 24;
const tenant = 'default';

/** Makes a key. It is shown once: what is kept is its hash. */
export async function createKey(
  options: KeysCreateOptions,
  context: CommandContext,
): Promise<Outcome<NewKeyResponse>> {
  return withKeys({ ...options, isNew: true }, context, async (keys) => ({
    document: await keys.create(options),
  }));
}

/** Lists keys, those that have ended of late included. */
export async function listKeys(
  options: ServerOptions,
  context: CommandContext,
): Promise<Outcome<KeysListDocument>> {
  return withKeys(options, context, async (keys) => ({ document: { keys: await keys.list() } }));
}

/** Gives a key a new secret; the old one works for a while longer. */
export async function rotateKey(
  options: KeysRotateOptions,
  context: CommandContext,
): Promise<Outcome<NewKeyResponse>> {
  return withKeys(options, context, async (keys) => ({ document: await keys.rotate(options) }));
}

/** Makes a key fail from now on. @throws TitansError `INVALID_ARGUMENT` without consent. */
export async function revokeKey(
  options: ServerOptions & { readonly id: string },
  context: CommandContext,
): Promise<Outcome<ApiKeyInfo>> {
  return withKeys(options, context, async (keys) => {
    await context.questions.requireConsent(
      `Revoke the key ${options.id}? Whoever uses it is refused at once.`,
    );
    return { document: await keys.revoke(options.id) };
  });
}

async function withKeys<T>(
  { server, isNew = false }: ServerOptions & { readonly isNew?: boolean },
  context: CommandContext,
  work: (keys: Keys) => Promise<T>,
): Promise<T> {
  if (server !== undefined) return work(await keysOfServer(server, context));
  return withState(context, async (state) => {
    const { keyStore } = await import('@titans/server-adapter');
    const { database } = await state.warehouse({ create: isNew });
    // What a server remembers of a key it forgets by itself within seconds.
    const store = keyStore(databaseKeyValueStore(database), { now: context.now }, () => undefined);
    return work({
      list: () => store.list(tenant),
      async create({ name, role, expiresInDays }) {
        const { info, text } = await store.create({
          name,
          tenant,
          permissions: rolePermissions[role],
          createdBy: `titans keys (${userName()})`,
          expiresAt: expiresInDays === undefined ? null : context.now() + expiresInDays * dayMs,
        });
        return { ...info, api_key: text };
      },
      async rotate({ id, overlapHours = defaultOverlapHours }) {
        const { info, text } = await store.rotate(tenant, id, overlapHours * hourMs);
        return { ...info, api_key: text };
      },
      revoke: (id) => store.revoke(tenant, id),
    });
  });
}

async function keysOfServer(server: string, { settings, signal }: CommandContext): Promise<Keys> {
  const apiKey = settings.environment.TITANS_API_KEY;
  if (apiKey === undefined || apiKey === '') {
    throw new TitansError(
      'CONFIG_INVALID',
      'A server is asked with a key that may manage keys: TITANS_API_KEY.',
      {
        details: { field: 'TITANS_API_KEY' },
      },
    );
  }
  const { createClient } = await import('@titans/client');
  const { keys } = createClient({ baseUrl: server, apiKey });
  return {
    list: async () => (await keys.list({ signal })).keys,
    create: ({ name, role, expiresInDays }) =>
      keys.create(
        { name, role, ...(expiresInDays === undefined ? {} : { expires_in_days: expiresInDays }) },
        { signal },
      ),
    rotate: ({ id, overlapHours = defaultOverlapHours }) =>
      keys.rotate(id, { overlap_hours: overlapHours }, { signal }),
    revoke: (id) => keys.revoke(id, { signal }),
  };
}

/** A new key, with its secret. */
export function newKeyText(
  { key_id, name, permissions, expires_at, api_key }: NewKeyResponse,
  { colours }: View,
): string {
  return [
    `${colours.good(api_key)}`,
    colours.warning('This is the only time that the key is shown: keep it now.'),
    `${plain(name)}, id ${key_id}, ${permissions.join(' ')}${expires_at === null ? '' : `, until ${expires_at.slice(0, 10)}`}`,
  ].join('\n');
}

/** The keys, without their secrets. */
export function keysListText({ keys }: KeysListDocument, { colours, width }: View): string {
  if (keys.length === 0) return 'There are no keys. Make one: titans keys create NAME';
  return textTable(
    {
      header: ['id', 'name', 'state', 'made', 'until', 'may'],
      rows: keys.map((key) => [
        key.key_id,
        plain(key.name),
        key.state === 'active' ? colours.good(key.state) : colours.faint(key.state),
        key.created_at?.slice(0, 10) ?? '',
        key.expires_at?.slice(0, 10) ?? '',
        key.permissions.join(' '),
      ]),
      width,
    },
    colours,
  );
}

function revokedText({ key_id, name }: ApiKeyInfo): string {
  return `The key ${key_id} (${plain(name)}) works no more.`;
}

/** `titans keys create`. */
export const keysCreateCommand: LoadedCommand = loadedCommand(createKey, newKeyText);
/** `titans keys list`. */
export const keysListCommand: LoadedCommand = loadedCommand(listKeys, keysListText);
/** `titans keys rotate`. */
export const keysRotateCommand: LoadedCommand = loadedCommand(rotateKey, newKeyText);
/** `titans keys revoke`. */
export const keysRevokeCommand: LoadedCommand = loadedCommand(revokeKey, revokedText);
