import { Buffer } from 'node:buffer';

const encoder = new TextEncoder();
const [quote, backslash, zero, point] = [0x22, 0x5c, 0x30, 0x2e];
/** Bytes of a character of UTF-16 when it is escaped. */
const longestEscape = 6;
const decimalPlaces = 1e6;
/** The digits of `000` to `999`, one number after the other. */
const threeDigits: Uint8Array = encoder.encode(
  Array.from({ length: 1_000 }, (_, number) => String(number).padStart(3, '0')).join(''),
);

/** A finite number, rounded to six decimals. */
export function rounded(value: number): number {
  const scaled = value * decimalPlaces;
  return Math.abs(scaled) < Number.MAX_SAFE_INTEGER ? Math.round(scaled) / decimalPlaces : value;
}

/**
 * Writes JSON as bytes, for answers whose members are known. A text made of a hundred texts leaves more garbage behind than
 * all the rest of a request. What is written stays here until it is taken: one answer at a time, from its first byte to
 * {@link JsonWriter.take}, without waiting for anything.
 */
export class JsonWriter {
  private bytes: Uint8Array = new Uint8Array(4_096);
  private length = 0;

  /** What was left by an answer that failed on the way is dropped. */
  start(): this {
    this.length = 0;
    return this;
  }

  /** JSON as it stands, of ASCII alone. */
  json(text: string): this {
    this.reserve(text.length);
    const { bytes } = this;
    let at = this.length;
    for (let index = 0; index < text.length; index++) bytes[at++] = text.charCodeAt(index);
    this.length = at;
    return this;
  }

  /** JSON that was written before. */
  written(json: Uint8Array): this {
    this.reserve(json.length);
    this.bytes.set(json, this.length);
    this.length += json.length;
    return this;
  }

  /** A text, or `null`. */
  text(text: string | null): this {
    if (text === null) return this.json('null');
    this.reserve(text.length * longestEscape + 2);
    const { bytes } = this;
    let at = this.length;
    bytes[at++] = quote;
    for (let index = 0; index < text.length; index++) {
      const code = text.charCodeAt(index);
      if (code < 0x20 || code > 0x7e || code === quote || code === backslash) return this.anyText(text);
      bytes[at++] = code;
    }
    bytes[at++] = quote;
    this.length = at;
    return this;
  }

  /**
   * A share of 0 to 1, rounded to six decimals: more would tell of the training rows what nobody has to know, and nothing of
   * the answer.
   */
  share(share: number): this {
    const millionths = Math.round(share * decimalPlaces);
    if (millionths <= 0) return this.json('0');
    if (millionths >= decimalPlaces) return this.json('1');
    this.reserve(8);
    const { bytes, length } = this;
    const thousands = Math.floor(millionths / 1_000);
    bytes[length] = zero;
    bytes[length + 1] = point;
    this.length = length + 2;
    this.digits(thousands);
    this.digits(millionths - thousands * 1_000);
    return this;
  }

  /** A finite number. */
  number(value: number): this {
    return this.json(String(value));
  }

  /** All that was written since {@link JsonWriter.start}, as bytes of their own. */
  take(): Uint8Array {
    const taken = Buffer.allocUnsafe(this.length);
    taken.set(this.bytes.subarray(0, this.length));
    this.length = 0;
    return taken;
  }

  private digits(number: number): void {
    const { bytes, length } = this;
    const at = number * 3;
    bytes[length] = threeDigits[at] as number;
    bytes[length + 1] = threeDigits[at + 1] as number;
    bytes[length + 2] = threeDigits[at + 2] as number;
    this.length = length + 3;
  }

  private anyText(text: string): this {
    const { written } = encoder.encodeInto(JSON.stringify(text), this.bytes.subarray(this.length));
    this.length += written;
    return this;
  }

  private reserve(more: number): void {
    const needed = this.length + more;
    if (needed <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(needed, this.bytes.length * 2));
    larger.set(this.bytes.subarray(0, this.length));
    this.bytes = larger;
  }
}
