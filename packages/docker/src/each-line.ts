import type { Readable } from 'node:stream'

/** Longest line that is read, in characters; a longer one is left out. */
const LONGEST = 1_000_000

/**
 * Reads a stream by lines that end with a line feed alone: `node:readline` ends them at U+2028 too,
 * which JSON has in its texts as it is. What follows the last line feed is no line.
 */
export function eachLine(stream: Readable, onLine: (line: string) => void): void {
  let line = ''
  const add = (text: string) => {
    // One character more says that it is too long, and no more than that is kept of it.
    if (line.length <= LONGEST) line += text.slice(0, LONGEST + 1 - line.length)
  }
  stream.setEncoding('utf8').on('data', (text: string) => {
    const [end, ...begins] = text.split('\n')
    add(end!)
    for (const begin of begins) {
      if (line.length <= LONGEST) onLine(line)
      line = ''
      add(begin)
    }
  })
}
