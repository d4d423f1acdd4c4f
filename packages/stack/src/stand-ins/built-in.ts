import type { StandInSpec } from '@iexec-sim/docker'
import type { Logger } from 'pino'
import type { CallBook } from './call-book.ts'
import { ContentLines, type ContentQuestion } from './content-lines.ts'

/** A line of the built-in stand-in. */
type Line = { ready?: true; call?: Parameters<CallBook['add']>[0] } & Partial<ContentQuestion>

/** Listens to the built-in stand-in: records the calls of tasks, and hands it content by its CID. */
export function followBuiltIn(
  calls: CallBook,
  gatewayUrl: string,
  log: Logger,
): NonNullable<StandInSpec['onLine']> {
  const content = new ContentLines(gatewayUrl)
  return (text, say) => {
    const line = parse(text)
    if (line?.call) calls.add(line.call)
    else if (line?.id !== undefined)
      void content.answer({ ...line, id: line.id }).then((answer) => {
        if (answer) say(JSON.stringify(answer))
      })
    // Its characters may be those of a call, with a task's keys.
    else if (!line?.ready) log.warn({ characters: text.length }, 'a stand-in said something else')
  }
}

function parse(text: string): Line | undefined {
  try {
    return JSON.parse(text) as Line
  } catch {
    return undefined
  }
}
