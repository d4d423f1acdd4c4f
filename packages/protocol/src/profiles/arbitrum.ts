import { knownAddress as address, type Profile } from './profile.ts'

/** The token-RLC chain that the 9.x and 8.x clients call `arbitrum-sepolia-testnet`. */
export const arbitrumSepolia: Profile = {
  name: 'arbitrum-sepolia',
  chainId: 421_614,
  hardfork: 'cancun',
  escrow: { mode: 'token', rlc: address('0x9923eD3cbd90CD78b910c475f9A731A6e0b8C963') },
  gasPrice: 100_000_000n,
  blockGasLimit: 30_000_000n,
  hub: address('0xB2157BF2fAb286b2A4170E3491Ac39770111Da3E'),
  clientChain: 'arbitrum-sepolia-testnet',
  clientMajors: [9, 8],
  generation: 'v9',
  versions: { sms: '9.3.1', core: '9.3.0', resultProxy: '9.1.0' },
  teeFrameworks: ['tdx'],
  workerpoolName: 'debug-arbitrum-sepolia',
  ports: {
    chain: 8547,
    'sms-tdx': 23300,
    market: 23400,
    subgraph: 23500,
    compass: 23600,
    gateway: 8081,
    'result-proxy': 23200,
    dropbox: 23700,
    registry: 23100,
    workerpool: 23000,
    explorer: 8610,
    'provisioning-tdx': 24433,
    control: 23999,
  },
}

/**
 * The token-RLC chain of production, which differs from {@link arbitrumSepolia} in addresses alone.
 */
export const arbitrumMainnet: Profile = {
  ...arbitrumSepolia,
  name: 'arbitrum-mainnet',
  chainId: 42_161,
  escrow: { mode: 'token', rlc: address('0xe649e6a1F2afc63ca268C2363691ceCAF75CF47C') },
  hub: address('0x098bFCb1E50ebcA0BaA92C12eA0c3F045A1aD9f0'),
  clientChain: 'arbitrum-mainnet',
  workerpoolName: 'debug-arbitrum-mainnet',
  ports: {
    chain: 8549,
    'sms-tdx': 26300,
    market: 26400,
    subgraph: 26500,
    compass: 26600,
    gateway: 8082,
    'result-proxy': 26200,
    dropbox: 26700,
    registry: 26100,
    workerpool: 26000,
    explorer: 8620,
    'provisioning-tdx': 26433,
    control: 26999,
  },
}
