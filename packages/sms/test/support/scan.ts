/** Keeps all that a service let out, to look for values that must never be there. */
export class Scan {
  readonly lines: string[] = []
  readonly answers: string[] = []
  readonly values = new Set<string>()

  /** The values seen in an answer or a log line; none, when all is well. */
  leaks(...more: string[]): string[] {
    const all = [...this.lines, ...this.answers, ...more].join('\n')
    return [...this.values].filter((value) => all.includes(value))
  }
}
