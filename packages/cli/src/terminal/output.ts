/** Prints one JSON document on standard output. */
export function printJson(value: object): void {
  process.stdout.write(
    `${JSON.stringify(value, (_key, item) => (typeof item === 'bigint' ? item.toString() : item), 2)}\n`,
  )
}

/** Prints a line for people on standard output. */
export function printLine(line = ''): void {
  process.stdout.write(`${line}\n`)
}

/** Prints progress on standard error, so that standard output holds only the result. */
export function printProgress(line: string): void {
  process.stderr.write(`${line}\n`)
}

/** Text from an app, without terminal control sequences; line ends and tabs stay. */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this is about
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '')
}
