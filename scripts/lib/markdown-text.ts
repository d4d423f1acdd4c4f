/** Plain text as Markdown, with the characters escaped that Markdown would read as its own. */
export const markdownText = (text: string): string =>
  text.replace(/[\\<>|*_`[\]]/g, (character) => `\\${character}`)
