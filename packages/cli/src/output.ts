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

/** Prints progress on standard error, so that standard output holds the answer alone. */
export function printProgress(line: string): void {
  process.stderr.write(`${line}\n`)
}
