import { TitansError } from '@titans/core';

/** Bytes of a secret that signs tokens: HS256 asks for a key as long as its hash (RFC 7518, 3.2). */
export const minTokenSecretBytes = 32;
/** Characters of an API key. */
export const minApiKeyLength = 16;

/** Secrets that were published as examples or defaults, in the form in which {@link isPublished} compares. */
const published: ReadonlySet<string> = new Set([
  'devapikeychangeinproduction',
  'yoursecretkeychangeinproduction',
  'yoursecuresecretkey',
  'yourapikey',
  'prodkey1',
  'prodkey2',
  'prodkey3',
]);
const placeholder = /change(?:me|this|inproduction|before)|^your.*(?:key|secret|token)|placeholder|^example/;

/** Whether a secret is a default or placeholder that anyone can read somewhere. */
function isPublished(secret: string): boolean {
  const plain = secret.toLowerCase().replace(/[^a-z0-9]/g, '');
  return published.has(plain) || placeholder.test(plain) || /^(.)\1*$/.test(plain);
}

/**
 * Refuses a secret that an attacker could guess. The secret itself never appears in the error.
 *
 * @throws TitansError `SECRET_INSECURE`.
 */
export function requireSecureSecret(
  secret: string,
  field: string,
  least: { readonly bytes: number } | { readonly characters: number },
): void {
  if (isPublished(secret)) {
    throw insecure(field, 'is a published default or a placeholder');
  }
  if ('bytes' in least && new TextEncoder().encode(secret).byteLength < least.bytes) {
    throw insecure(field, `is shorter than ${least.bytes} bytes`);
  }
  if ('characters' in least && secret.length < least.characters) {
    throw insecure(field, `is shorter than ${least.characters} characters`);
  }
}

/** Passwords of servers that stand in examples and default set-ups. */
const publishedPasswords: ReadonlySet<string> = new Set([
  'password',
  'pass',
  'admin',
  'postgres',
  'minioadmin',
  'secret',
  'changeme',
]);

/**
 * Refuses a password that anyone can read somewhere. None at all is not refused: a server may know its clients otherwise.
 *
 * @throws TitansError `SECRET_INSECURE`.
 */
export function requireUnpublishedPassword(password: string, field: string): void {
  if (publishedPasswords.has(password.toLowerCase())) {
    throw insecure(field, 'has a password that is a published default');
  }
}

function insecure(field: string, what: string): TitansError {
  const advice = 'Generate one, for example with: node -p "crypto.randomBytes(32).toString(\'base64url\')"';
  return new TitansError('SECRET_INSECURE', `The secret ${field} ${what}. ${advice}`, { details: { field } });
}
