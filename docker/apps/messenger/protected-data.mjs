// Reads a value out of protected data: a zip whose files are values in Borsh, one for each path.
import { readFile } from 'node:fs/promises'
import { inflateRawSync } from 'node:zlib'

const END_OF_DIRECTORY = 0x06054b50
const END_BYTES = 22
const ENTRY_BYTES = 46
const STORED = 0
/** Bytes of a value at most, so that a small archive cannot fill the memory. */
const MOST_BYTES = 1024 ** 2

/** The text at a path of the protected data in a file. Throws when there is none. */
export async function readText(file, path) {
  const bytes = entryOf(await readFile(file), path.replaceAll('.', '/'))
  if (bytes === undefined || bytes.length < 4 || bytes.readUInt32LE(0) !== bytes.length - 4)
    throw new Error(`the protected data has no text "${path}"`)
  return bytes.subarray(4).toString()
}

/** A file of an archive, found by the directory at the archive's end. */
function entryOf(zip, name) {
  let end = zip.length - END_BYTES
  while (end >= 0 && zip.readUInt32LE(end) !== END_OF_DIRECTORY) end -= 1
  if (end < 0) throw new Error('the protected data is not a zip archive')
  let at = zip.readUInt32LE(end + 16)
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const nameEnd = at + ENTRY_BYTES + zip.readUInt16LE(at + 28)
    if (zip.toString('utf8', at + ENTRY_BYTES, nameEnd) === name) return contentOf(zip, at)
    at = nameEnd + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)
  }
  return undefined
}

function contentOf(zip, entry) {
  const local = zip.readUInt32LE(entry + 42)
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
  const bytes = zip.subarray(start, start + zip.readUInt32LE(entry + 20))
  return zip.readUInt16LE(entry + 10) === STORED
    ? bytes
    : inflateRawSync(bytes, { maxOutputLength: MOST_BYTES })
}
