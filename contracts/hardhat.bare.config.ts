// The chain of Bellecour for a plain `hardhat node`, without the plugins of hardhat.config.ts, which
// would cost it time: the peer of scripts/bench.
import type { HardhatUserConfig } from 'hardhat/types/config'

export default {
  networks: {
    bellecour: {
      type: 'edr-simulated',
      chainType: 'generic',
      chainId: 134,
      hardfork: 'berlin',
      gasPrice: 0,
      minGasPrice: 0,
    },
  },
} as const satisfies HardhatUserConfig
