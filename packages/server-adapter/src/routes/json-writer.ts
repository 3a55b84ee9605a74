import { Buffer, isAscii } from 'node:buffer';

const encoder = new TextEncoder();
const [quote, backslash, zero, point, minus] = [0x22, 0x5c, 0x30, 0x2e, 0x2d];
/** At most, in UTF-8, of a unit of UTF-16. */
const bytesOfCharacter = 3;
const decimalPlaces = 1e6;
const nothing: Uint8Array = encoder.encode('null');
/** The digits of `000` to `999`, one number after the other. */
const threeDigits: Uint8Array = encoder.encode(
  Array.from({ length: 1_000 }, (_, number) => String(number).padStart(3, '0')).join(''),
);

/** Texts that come again with every answer, as bytes of their JSON. */
const knownTexts = new Map<string, Uint8Array>();
const mostKnownTexts = 10_000;

/** JSON as it is handed to {@link JsonWriter.written}. */
export function bytesOf(json: string): Uint8Array {
  return encoder.encode(json);
}

/** JSON, and how long it is in UTF-8. */
export interface JsonText {
  readonly text: string;
  readonly byteLength: number;
}

/** A finite number, rounded to six decimals. */
export function rounded(value: number): number {
  const scaled = value * decimalPlaces;
  return Math.abs(scaled) < Number.MAX_SAFE_INTEGER ? Math.round(scaled) / decimalPlaces : value;
}

/**
 * Writes JSON, for answers whose members are known. It is put together as bytes, since a text made of a hundred texts leaves
 * more garbage behind than all the rest of a request, and taken as one text, which engines let go of at no cost, where bytes
 * would be memory of the system. What is written stays here until it is taken: one answer at a time, from its first byte to
 * {@link JsonWriter.take}, without waiting for anything.
 */
export class JsonWriter {
  private bytes: Buffer = Buffer.alloc(4_096);
  private length = 0;

  /** What was left by an answer that failed on the way is dropped. */
  start(): this {
    this.length = 0;
    return this;
  }

  /** JSON that stands in all answers alike. */
  written(json: Uint8Array): this {
    this.reserve(json.length);
    this.bytes.set(json, this.length);
    this.length += json.length;
    return this;
  }

  /** A text, or `null`. */
  text(text: string | null): this {
    if (text === null) return this.written(nothing);
    this.reserve(text.length + 2);
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

  /** A text that comes again in other answers, such as a name of the model's, or `null`. */
  knownText(text: string | null): this {
    if (text === null) return this.written(nothing);
    let json = knownTexts.get(text);
    if (json === undefined) {
      json = encoder.encode(JSON.stringify(text));
      if (knownTexts.size >= mostKnownTexts) knownTexts.clear();
      knownTexts.set(text, json);
    }
    return this.written(json);
  }

  /**
   * A share of 0 to 1, rounded to six decimals: more would tell of the training rows what nobody has to know, and nothing of
   * the answer.
   */
  share(share: number): this {
    return this.number(Math.min(1, Math.max(0, share)));
  }

  /** A number, rounded to six decimals; `null` where it is not finite, as `JSON.stringify` has it. */
  number(value: number): this {
    if (!Number.isFinite(value)) return this.written(nothing);
    const millionths = Math.round(Math.abs(value) * decimalPlaces);
    if (millionths === 0) return this.digit(0);
    const whole = Math.floor(millionths / decimalPlaces);
    if (whole > 999) return this.anyJson(String(rounded(value)));
    this.reserve(11);
    if (value < 0) this.bytes[this.length++] = minus;
    if (whole < 10) this.digit(whole);
    else this.anyJson(String(whole));
    const rest = millionths - whole * decimalPlaces;
    if (rest === 0) return this;
    this.bytes[this.length++] = point;
    const thousands = Math.floor(rest / 1_000);
    this.digits(thousands);
    this.digits(rest - thousands * 1_000);
    return this;
  }

  /** All that was written since {@link JsonWriter.start}. */
  take(): JsonText {
    const { bytes, length } = this;
    this.length = 0;
    const isPlain = isAscii(bytes.subarray(0, length));
    return { text: bytes.toString(isPlain ? 'latin1' : 'utf8', 0, length), byteLength: length };
  }

  private digits(number: number): void {
    const { bytes, length } = this;
    const at = number * 3;
    bytes[length] = threeDigits[at] as number;
    bytes[length + 1] = threeDigits[at + 1] as number;
    bytes[length + 2] = threeDigits[at + 2] as number;
    this.length = length + 3;
  }

  private digit(digit: number): this {
    this.reserve(1);
    this.bytes[this.length++] = zero + digit;
    return this;
  }

  private anyText(text: string): this {
    return this.anyJson(JSON.stringify(text));
  }

  private anyJson(json: string): this {
    this.reserve(json.length * bytesOfCharacter);
    this.length += encoder.encodeInto(json, this.bytes.subarray(this.length)).written;
    return this;
  }

  private reserve(more: number): void {
    const needed = this.length + more;
    if (needed <= this.bytes.length) return;
    const larger = Buffer.alloc(Math.max(needed, this.bytes.length * 2));
    larger.set(this.bytes.subarray(0, this.length));
    this.bytes = larger;
  }
}
