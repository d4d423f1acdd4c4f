import { Secret, SimError } from '@iexec-sim/base'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { address } from '../chain/address.ts'
import {
  enclaveConfigViolations,
  encodeEnclaveConfig,
  parseEnclaveConfig,
} from '../session/enclave.ts'
import { decodeTag, encodeTag, teeFrameworkOf } from './tags.ts'

describe('tags', () => {
  it.each([
    ['tee,scone', 3n, 'scone'],
    ['tee,gramine', 5n, 'gramine'],
    ['tee,tdx', 9n, 'tdx'],
    ['', 0n, undefined],
    ['tee', 1n, undefined],
    ['gpu', 256n, undefined],
  ])('"%s" is %s and runs under %s', (names, mask, framework) => {
    const tag = encodeTag(names as string)
    expect(BigInt(tag)).toBe(mask)
    expect(teeFrameworkOf(tag)).toBe(framework)
  })
  it('survives a round trip', () => {
    fc.assert(
      fc.property(
        fc.constantFrom([], ['scone'], ['gramine'], ['tdx']),
        fc.boolean(),
        (framework, gpu) => {
          const names = [
            ...(framework.length ? ['tee', ...framework] : []),
            ...(gpu ? ['gpu'] : []),
          ]
          expect(decodeTag(encodeTag(names))).toEqual(names)
        },
      ),
      { seed: 3 },
    )
  })
  it.each(['scone', 'tee,scone,gramine', 'tee,sgx'])('refuses "%s"', (names) =>
    expect(() => encodeTag(names)).toThrow(/Invalid tag/),
  )
})

describe('enclave configuration', () => {
  const config = {
    framework: 'SCONE' as const,
    version: 'v5',
    entrypoint: 'node /app.js',
    heapSize: 1024,
    fingerprint: 'ab'.repeat(32),
  }
  it('survives a round trip', () =>
    expect(parseEnclaveConfig(encodeEnclaveConfig(config))).toEqual(config))
  it('reads the legacy key "provider"', () => {
    const { framework, ...rest } = config
    const bytes =
      `0x${Buffer.from(JSON.stringify({ ...rest, provider: framework })).toString('hex')}` as const
    expect(parseEnclaveConfig(bytes)).toEqual(config)
  })
  it('is absent for a standard app', () => expect(parseEnclaveConfig('0x')).toBeUndefined())
  it('lists every violation', () => {
    expect(
      enclaveConfigViolations({
        framework: 'SCONE',
        version: 'v5',
        heapSize: -1,
        fingerprint: 'ab',
      }),
    ).toEqual([
      'Empty entrypoint',
      'Empty or negative heap  size: -1',
      'Fingerprint size is not 32: ab',
    ])
    expect(
      enclaveConfigViolations({
        framework: 'GRAMINE',
        version: 'v0',
        fingerprint: 'ab'.repeat(32),
      }),
    ).toEqual([])
  })
})

describe('values', () => {
  it('keeps a secret out of text, JSON and inspection', async () => {
    const secret = new Secret('hunter2')
    const { inspect } = await import('node:util')
    expect(`${secret} ${JSON.stringify({ secret })} ${inspect({ secret })}`).not.toContain(
      'hunter2',
    )
    expect(secret.reveal()).toBe('hunter2')
  })
  it('reports an invalid address with its value', () => {
    expect(() => address('0x12')).toThrow('Invalid address "0x12".')
    expect(new SimError('BAD_ADDRESS', { value: 'x' }).help).toMatch(/20 bytes/)
  })
})
