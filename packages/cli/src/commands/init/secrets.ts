import { createHash, randomBytes } from 'node:crypto';

/** Secrets of a new deployment, made once. */
export interface NewSecrets {
  /** Shown once: what is written down is its hash. */
  readonly apiKey: string;
  readonly apiKeyId: string;
  /** What `.env` holds. */
  readonly variables: Readonly<Record<string, string>>;
}

/** 32 random bytes: as long as HS256 asks for, and beyond guessing. */
const secretBytes = 32;

/** Makes a key that may do everything, and a secret that signs access tokens. */
export function newSecrets(): NewSecrets {
  const apiKey = randomBytes(secretBytes).toString('base64url');
  const apiKeyId = 'owner';
  const secretHash = createHash('sha256').update(apiKey).digest('hex');
  return {
    apiKey,
    apiKeyId,
    variables: {
      TITANS_API_KEYS: JSON.stringify([{ id: apiKeyId, secretHash, role: 'admin' }]),
      TITANS_JWT_SECRET_KEY: randomBytes(secretBytes).toString('base64url'),
    },
  };
}

/** The text of `.env`: single quotes mean the same to shells, to Compose and to Node. */
export function environmentText(variables: NewSecrets['variables']): string {
  const lines = Object.entries(variables).map(([name, value]) => `${name}='${value}'`);
  return [
    '# Made by titans init. Keep it out of version control: whoever has TITANS_JWT_SECRET_KEY can sign tokens.',
    ...lines,
    '# TITANS_DATABASE_URL=postgres://user:password@host:5432/titans',
    '# TITANS_REDIS_URL=redis://host:6379',
    '# TITANS_CORS_ORIGINS=https://app.example.com',
    '# TITANS_LOG_LEVEL=info',
    '# TITANS_ENABLE_METRICS=true',
    '',
  ].join('\n');
}
