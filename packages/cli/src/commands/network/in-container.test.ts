import { describe, expect, it } from 'vitest'
import { addressesOf } from './in-container.ts'

const container = { id: 'c', addresses: ['172.17.0.2'], published: [] }
const published = (port: number, hostAddress: string, hostPort: number) => ({
  ...container,
  published: [{ port, hostAddress, hostPort }],
})

describe('a network in a container', () => {
  it('listens at the addresses the engine gave the container', () => {
    expect(addressesOf(container)).toEqual(['172.17.0.2'])
    expect(addressesOf(published(8545, '127.0.0.1', 8545))).toEqual(['172.17.0.2'])
  })

  it.each([
    ['every address', '0.0.0.0', '0.0.0.0:8545'],
    ['every address of version 6', '::', ':::8545'],
    ['what is left open', '', '0.0.0.0:8545'],
    ['an address others reach', '192.168.1.5', '192.168.1.5:8545'],
  ])('refuses a port that is published at %s', (_what, address, where) => {
    expect(() => addressesOf(published(8545, address, 8545))).toThrow(
      `Port 8545 of this container is published as ${where}`,
    )
  })

  it('refuses a port published under another number, as clients would be given the wrong one', () => {
    expect(() => addressesOf(published(8545, '127.0.0.1', 18545))).toThrow(
      'published as 127.0.0.1:18545',
    )
  })

  it('is refused outside of a container, and with the network of the host', () => {
    expect(() => addressesOf(undefined)).toThrow('runs no container that this process is in')
    expect(() => addressesOf({ ...container, addresses: [] })).toThrow("as with the host's network")
  })
})
