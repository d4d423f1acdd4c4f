/**
 * Characters that Java's `URI` takes nowhere: blanks, control characters and those that RFC 2396
 * calls unwise.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const ILLEGAL = /[\u0000-\u0020\u007f-\u00a0"<>\\^`{|}\u2028\u2029\p{Zs}]/u

/**
 * Why Java's `URI` and `URL` do not take a text, as the end of a sentence, with the fix;
 * `undefined` when they take it.
 */
export function javaUriFlaw(text: string): string | undefined {
  const [found] = ILLEGAL.exec(text) ?? []
  if (found !== undefined)
    return `holds ${JSON.stringify(found)}, which workers cannot read in a URL; write it as ${encodeURIComponent(found)}`
  const [sign] = /%(?![0-9a-fA-F]{2}).{0,2}/.exec(text) ?? []
  if (sign !== undefined)
    return `holds "${sign}", which is not a percent sign and two hex digits; write the sign as %25`
  const rest = text.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '')
  if (/[[\]]/.test(rest.replace(/[?#].*$/s, '')))
    return 'holds a square bracket in its path; write it as %5B or %5D'
  if ((text.match(/#/g)?.length ?? 0) > 1) return 'holds "#" twice; write the second one as %23'
  return undefined
}
