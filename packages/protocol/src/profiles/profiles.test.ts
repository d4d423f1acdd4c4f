import { expect, test } from 'vitest'
import { address } from '../chain/address.ts'
import { profiles } from './profiles.ts'

test.each(Object.values(profiles))('the addresses of $name have their checksums', (profile) => {
  const told = JSON.stringify(profile, (_key, value) =>
    typeof value === 'bigint' ? String(value) : value,
  )
  const addresses = told.match(/0x[0-9a-fA-F]{40}/g) ?? []
  expect(addresses.length).toBeGreaterThan(1)
  expect(addresses).toEqual(addresses.map(address))
})

test('no two profiles share a port, for plain HTTP or for TLS', () => {
  const plain = Object.values(profiles).flatMap(({ ports }) => Object.values(ports))
  const all = plain.flatMap((port) => [port, port + 1_000])
  expect(all.length).toBe(new Set(all).size)
  for (const port of all) expect(port).toBeLessThan(32_768)
})
