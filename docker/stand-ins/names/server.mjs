// The name service of one worker slot. The engine's own resolver knows the stand-ins; every
// question it passes on is for a name that has none, and is refused at once: NXDOMAIN, and one JSON
// line on stdout.
import { createSocket } from 'node:dgram'
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'

const PORT = 53
const NXDOMAIN = 3
const HEADER = 12
const MAX_QUESTIONS_A_SECOND = 500

// Tasks join this container's network namespace, and the engine then shows them these very files,
// writable by root. What one task wrote there must not reach the next: after each task the engine
// asks (SIGHUP) for the first content back.
const shared = ['/etc/hosts', '/etc/resolv.conf', '/etc/hostname'].map((path) => ({
  path,
  content: readFileSync(path),
}))

function restoreSharedFiles() {
  for (const { path, content } of shared) {
    chmodSync(path, 0o644)
    writeFileSync(path, content)
  }
}

/** Reads the name of the first question; `undefined` when the packet is not a question. */
function questionOf(packet) {
  if (packet.length < HEADER + 5 || packet[2] & 0x80 || packet.readUInt16BE(4) === 0)
    return undefined
  const labels = []
  let at = HEADER
  while (at < packet.length && packet[at] !== 0) {
    const length = packet[at]
    if (length > 63 || at + 1 + length > packet.length) return undefined
    // An app may ask for any bytes; what is not a letter of a name is shown as a question mark.
    labels.push(packet.toString('latin1', at + 1, at + 1 + length).replace(/[^\x21-\x7e]/g, '?'))
    at += 1 + length
  }
  return at + 5 <= packet.length ? { name: labels.join('.'), end: at + 5 } : undefined
}

/** The question sent back with the answer "no such name". */
function refusal(packet, end) {
  const answer = Buffer.from(packet.subarray(0, end))
  answer[2] = 0x80 | (packet[2] & 0x79) // answer; same operation and recursion wish
  answer[3] = 0x80 | NXDOMAIN
  answer.writeUInt16BE(1, 4)
  answer.fill(0, 6, HEADER)
  return answer
}

const perSecond = { second: 0, lines: 0 }

/** A task may ask without end; the lines about it are bounded. */
function mayReport() {
  const second = Math.floor(Date.now() / 1000)
  if (second !== perSecond.second) Object.assign(perSecond, { second, lines: 0 })
  return ++perSecond.lines <= MAX_QUESTIONS_A_SECOND
}

const socket = createSocket('udp4')
socket.on('message', (packet, peer) => {
  const question = questionOf(packet)
  if (question === undefined) return
  socket.send(refusal(packet, question.end), peer.port, peer.address, () => {})
  if (question.name !== '' && mayReport()) {
    process.stdout.write(
      `${JSON.stringify({ refused: question.name.toLowerCase(), from: peer.address })}\n`,
    )
  }
})
process.on('SIGHUP', () => {
  restoreSharedFiles()
  process.stdout.write('{"clean":true}\n')
})
process.on('SIGTERM', () => process.exit(0))
socket.bind(PORT, () => process.stdout.write('{"ready":true}\n'))
