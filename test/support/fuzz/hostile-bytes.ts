const CRLF = '\r\n'
const head = (...lines: string[]): Buffer => Buffer.from([...lines, '', ''].join(CRLF), 'latin1')
const upgrade = (path: string, protocol: string): Buffer =>
  head(
    `GET ${path} HTTP/1.1`,
    'Host: localhost',
    'Connection: Upgrade',
    `Upgrade: ${protocol}`,
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${Buffer.alloc(16, 7).toString('base64')}`,
  )
/** A text frame as a client sends it, under a mask of zeros. */
const frame = (text: string): Buffer => {
  const payload = Buffer.from(text)
  return Buffer.concat([Buffer.from([0x81, 0x80 | payload.length, 0, 0, 0, 0]), payload])
}

/** Bytes that reach no route; each gets a response, or its connection is closed. */
export const ANSWERED: Record<string, Buffer> = {
  'an upgrade to h2c': upgrade('/', 'h2c'),
  'an upgrade to h2c at socket.io': upgrade('/ws/', 'h2c'),
  'an upgrade to something': upgrade('/version', 'foo/1'),
  'a WebSocket at an unknown path': upgrade('/nothing', 'websocket'),
  'a WebSocket': upgrade('/', 'websocket'),
  'a WebSocket of socket.io': upgrade('/ws/?EIO=4&transport=websocket', 'websocket'),
  'a WebSocket with frames after it': Buffer.concat([
    upgrade('/', 'websocket'),
    frame('{"id":1}'),
    frame('[[['),
  ]),
  'a WebSocket with garbage after it': Buffer.concat([
    upgrade('/', 'websocket'),
    Buffer.alloc(500, 0xff),
  ]),
  'socket.io with packets after it': Buffer.concat([
    upgrade('/ws/?EIO=4&transport=websocket', 'websocket'),
    ...['40', '42["join",{"chainId":{},"topic":[]}]', '42["join"]', '451-["join"]', '9'].map(frame),
  ]),
  'polling of socket.io that knows no session': head(
    'GET /ws/?EIO=4&transport=polling&sid=x HTTP/1.1',
    'Host: localhost',
  ),
  'the preface of HTTP/2': head('PRI * HTTP/2.0', '', 'SM'),
  garbage: Buffer.from(Array.from({ length: 300 }, (_, i) => (i * 167) % 251)),
  'a header without end': head('GET / HTTP/1.1', 'Host: localhost', `A: ${'a'.repeat(100_000)}`),
  'headers without end': head(
    'GET / HTTP/1.1',
    'Host: localhost',
    ...Array.from({ length: 3_000 }, (_, i) => `A${i}: 1`),
  ),
  'two lengths': head(
    'POST / HTTP/1.1',
    'Host: localhost',
    'Content-Length: 1',
    'Content-Length: 2',
  ),
  'a length and chunks': head(
    'POST / HTTP/1.1',
    'Host: localhost',
    'Content-Length: 1',
    'Transfer-Encoding: chunked',
  ),
  'invalid chunks': Buffer.concat([
    head(
      'POST / HTTP/1.1',
      'Host: localhost',
      'Content-Type: application/json',
      'Transfer-Encoding: chunked',
    ),
    Buffer.from('zz\r\n'),
  ]),
  'no host': head('GET / HTTP/1.1'),
  'a NUL in the path': head('GET /a\0b HTTP/1.1', 'Host: localhost'),
}

/** Requests that stop in the middle: the one who sends them goes away. */
export const ABANDONED: Record<string, Buffer> = {
  nothing: Buffer.alloc(0),
  'half a line': Buffer.from('GET /ver'),
  'half of the headers': Buffer.from('POST / HTTP/1.1\r\nHost: localhost\r\nContent-'),
  'half a body': head(
    'POST / HTTP/1.1',
    'Host: localhost',
    'Content-Type: application/json',
    'Content-Length: 99',
  ),
  'half a form': Buffer.concat([
    head(
      'POST /api/v0/add HTTP/1.1',
      'Host: localhost',
      'Content-Type: multipart/form-data; boundary=b',
      'Content-Length: 999',
    ),
    Buffer.from('--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nabc'),
  ]),
  'half a WebSocket': Buffer.concat([upgrade('/', 'websocket'), Buffer.from([0x81])]),
}
