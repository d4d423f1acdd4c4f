/**
 * Control characters, of terminals and of text direction: what an outsider may have put into a
 * name to have it look like another.
 */
const CONTROLS = /(?![\t\n])[\p{Cc}\p{Bidi_Control}\u200b\u2028\u2029\u2060\ufeff]/gu

/** A text of an outsider with its control characters as visible escapes, `\u{202e}`. */
export const plain = (text: string): string =>
  text.replace(CONTROLS, (control) => `\\u{${control.codePointAt(0)!.toString(16)}}`)
