/**
 * JSON documents of a response that has one on each line, as they come. What follows the last line
 * feed is none. Throws what `JSON.parse` does.
 */
export async function* jsonLines<T>(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<T, void> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const part of bytes) {
    rest += decoder.decode(part, { stream: true })
    const lines = rest.split('\n')
    rest = lines.pop()!
    for (const line of lines) yield JSON.parse(line) as T
  }
}
