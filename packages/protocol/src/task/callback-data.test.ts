import { describe, expect, it } from 'vitest'
import { callbackBytes, readCallbackData } from './callback-data.ts'

describe('callback-data', () => {
  it.each([
    ['0xabcdef12', '0xabcdef12'],
    ['abcdef12', '0xabcdef12'],
    ['ABCDEF', '0xabcdef'],
    ['0x', '0x'],
    ['0xabc', '0x0abc'],
    ['abc', '0x0abc'],
    ['0', '0x00'],
    ['zz', '0xef'],
    ['z', '0xff'],
    ['0Xab', '0xffab'],
    ['1g', '0x0f'],
    ['g1', '0xf1'],
    ['12 34', '0x011f34'],
  ])('%s is read as by web3j', (text, bytes) => expect(callbackBytes(text)).toBe(bytes))

  it('is hashed as text by the Rust program, unless it is plain hex', () => {
    expect(readCallbackData('abcd', 'rust')).toBe('0x61626364')
    expect(readCallbackData('0xabc', 'rust')).toBe('0x3078616263')
    expect(readCallbackData('0xabcd', 'rust')).toBe('0xabcd')
  })
})
