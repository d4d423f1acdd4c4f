import { decodeBase58, hexlify, toBeArray, toUtf8Bytes } from 'ethers'
import { describe, expect, it } from 'vitest'
import type { Hex } from './hex.ts'
import { addressText } from './multiaddr.ts'

const CID = 'QmW2WQi7j6c7UgJTarActp7tDNikE4B2qXtFCfLPdsgaTQ'
const utf8 = (text: string) => hexlify(toUtf8Bytes(text)) as Hex

describe('the address text of', () => {
  it('a binary multiaddress is the path of its CID', () => {
    const multihash = hexlify(toBeArray(decodeBase58(CID))).slice(2)
    expect(addressText(`0xa50322${multihash}`)).toBe(`/ipfs/${CID}`)
  })

  it.each(['registry.example/app:1.0', 'https://files.example/a', `/ipfs/${CID}`, ''])(
    'the text %j is itself',
    (text) => {
      expect(addressText(utf8(text))).toBe(text)
    },
  )

  it('a multiaddress of another length, or bytes that are not UTF-8, does not throw', () => {
    expect(addressText('0xa50322ff')).toContain('\ufffd')
    expect(addressText('0xff')).toBe('\ufffd')
  })
})
