/** Widths and heights, in units of the drawing. */
const COLUMN = 128
const ROW = 30
const HEAD = 44

/** A message of the diagram. */
interface Message {
  from: number
  to: number
  isReturn: boolean
  text: string
}

/**
 * Draws a Mermaid `sequenceDiagram` of participants and messages as SVG, when the site is built: a
 * page needs neither a script nor a style of its own for it. Throws on a line it does not know.
 */
export function sequenceDiagram(source: string): string {
  const { names, messages } = read(source)
  const width = names.length * COLUMN
  const height = HEAD + (messages.length + 1) * ROW
  const lines = names.flatMap((name, i) => [
    `<line class="life" x1="${x(i)}" x2="${x(i)}" y1="${HEAD}" y2="${height}"/>`,
    `<rect x="${x(i) - COLUMN / 2 + 4}" y="6" width="${COLUMN - 8}" height="30" rx="6"/>`,
    `<text x="${x(i)}" y="26">${escaped(name)}</text>`,
  ])
  const drawn = messages.map((message, row) => draw(message, HEAD + (row + 1) * ROW, width))
  return `<div class="diagram"><svg viewBox="0 0 ${width} ${height}" width="${width}" role="img" aria-label="Sequence diagram">${lines.join('')}${drawn.join('')}</svg></div>\n`
}

function read(source: string): { names: string[]; messages: Message[] } {
  const names = new Map<string, string>()
  const messages: Message[] = []
  const [, ...lines] = source.split('\n').map((line) => line.trim())
  for (const line of lines.filter(Boolean)) {
    const [, key, name] = /^participant (\w+) as (.+)$/.exec(line) ?? []
    const [, from, arrow, to, text] = /^(\w+)(-{1,2})>>(\w+): (.+)$/.exec(line) ?? []
    const at = (who: string) => [...names.keys()].indexOf(who)
    if (key) names.set(key, name!)
    else if (from && names.has(from) && names.has(to!))
      messages.push({ from: at(from), to: at(to!), isReturn: arrow === '--', text: text! })
    else throw new Error(`Cannot draw the line "${line}" of a sequence diagram.`)
  }
  return { names: [...names.values()], messages }
}

function draw({ from, to, isReturn, text }: Message, y: number, width: number): string {
  const [start, end] = [x(from), x(to)]
  const head = end > start ? end - 7 : end + 7
  const half = text.length * 3.4
  const middle = Math.min(Math.max((start + end) / 2, half + 4), width - half - 4)
  return `<line class="${isReturn ? 'return' : 'call'}" x1="${start}" x2="${end}" y1="${y}" y2="${y}"/><path d="M${head} ${y - 4}L${end} ${y}L${head} ${y + 4}Z"/><text x="${middle}" y="${y - 6}">${escaped(text)}</text>`
}

const x = (column: number): number => (column + 0.5) * COLUMN

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
