/**
 * Gives the text of a field. Sources of UTF-8 are taken apart as one character per byte (Latin-1), so that places are
 * bytes and only fields with characters beyond ASCII are decoded.
 */
export type FieldDecoder = (latin1: string) => string;

/** Stands in a text whose bytes are no UTF-8. It is no character (Unicode 23.7), so no text has it. */
export const undecodableMark = '\uffff';

const beyondAscii = /[\u0080-\u00ff]/;

/** Makes a decoder of fields in UTF-8. */
export function fieldDecoder(): FieldDecoder {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  return (latin1) => {
    if (!beyondAscii.test(latin1)) return latin1;
    const bytes = Buffer.from(latin1, 'latin1');
    try {
      return decoder.decode(bytes);
    } catch {
      return `${undecodableMark}${bytes.toString('utf8')}`;
    }
  };
}
