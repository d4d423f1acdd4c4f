/** Part of a work that is done, of a whole. */
export interface Part {
  /** How much is done. */
  done: number
  /** How much there is; above 0. */
  total: number
}

/** What is told of long work, on standard error: a bar on a terminal, lines elsewhere. */
export interface Progress extends Disposable {
  /** Tells a line that stays. */
  say(line: string): void
  /** Shows how far the work is, and what is being done. */
  show(what: string, part?: Part): void
}

/** Says nothing, for commands that print one document. */
export const noProgress: Progress = {
  say() {},
  show() {},
  [Symbol.dispose]() {},
}

/** Begins to tell of long work. Its end takes the bar away; lines stay. */
export async function openProgress(output: NodeJS.WriteStream = process.stderr): Promise<Progress> {
  if (!output.isTTY || process.env.TERM === 'dumb') return plainProgress(output)
  const { createLogUpdate } = await import('log-update')
  const update = createLogUpdate(output, { showCursor: true })
  const startedAt = performance.now()
  return {
    say(line) {
      update.persist(line)
    },
    show(what, part) {
      const seconds = Math.round((performance.now() - startedAt) / 1000)
      update(`${part ? `${barText(part)} ` : ''}${what}${seconds > 0 ? `  ${seconds} s` : ''}`)
    },
    [Symbol.dispose]() {
      update.clear()
      update.done()
    },
  }
}

/** Each tenth of a whole is a line, so that a log of thousands of parts stays short. */
function plainProgress(output: NodeJS.WritableStream): Progress {
  let told: string | undefined
  const say = (line: string) => void output.write(`${line}\n`)
  return {
    say,
    show(what, part) {
      const tenth = part && `${what} ${Math.floor((10 * part.done) / part.total)}`
      if (tenth !== undefined && tenth === told) return
      told = tenth
      say(part ? `· ${what}: ${part.done} of ${part.total}` : `· ${what}`)
    },
    [Symbol.dispose]() {},
  }
}

const WIDTH = 24

/** The part as a bar and a percentage: `████████░░░░░░░░  50 %`. */
function barText({ done, total }: Part): string {
  const share = Math.min(1, done / total)
  const full = Math.round(share * WIDTH)
  const percent = `${Math.floor(share * 100)}`.padStart(3)
  return `${'█'.repeat(full)}${'░'.repeat(WIDTH - full)} ${percent} %`
}
