import { expect, it } from 'vitest'
import { interfaceSettings } from './interface-settings.ts'

const SETTINGS = { mcast_solicit: '1', retrans_time_ms: '100' }

it.each(['1.41', '1.45'])('names the interface in the container settings of API %s', (version) => {
  expect(interfaceSettings(version, 'net', SETTINGS)).toEqual({
    Sysctls: {
      'net.ipv4.neigh.eth0.mcast_solicit': '1',
      'net.ipv4.neigh.eth0.retrans_time_ms': '100',
    },
  })
})

it.each(['1.46', '1.48', '1.51', '2.0'])(
  'gives the settings to the endpoint from API %s on',
  (version) => {
    const list = 'net.ipv4.neigh.IFNAME.mcast_solicit=1,net.ipv4.neigh.IFNAME.retrans_time_ms=100'
    expect(interfaceSettings(version, 'net', SETTINGS)).toEqual({
      Sysctls: {},
      NetworkingConfig: {
        EndpointsConfig: { net: { DriverOpts: { 'com.docker.network.endpoint.sysctls': list } } },
      },
    })
  },
)
