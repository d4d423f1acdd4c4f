import { createRequire } from 'node:module'
import { defineConfig } from 'hardhat/config'

const require = createRequire(import.meta.url)

export default defineConfig({
  networks: {
    bellecour: {
      type: 'edr-simulated',
      chainType: 'generic',
      chainId: 134,
      hardfork: 'berlin',
      gasPrice: 0,
      minGasPrice: 0,
    },
    arbitrumSepolia: {
      type: 'edr-simulated',
      chainType: 'generic',
      chainId: 421_614,
      hardfork: 'cancun',
      gasPrice: 0,
      initialBaseFeePerGas: 0,
      minGasPrice: 0,
    },
  },
  solidity: {
    compilers: [
      {
        version: '0.8.37',
        path: require.resolve('solc/soljson.js'), // from npm, so that compiling downloads nothing
        settings: {
          evmVersion: 'berlin', // runs on every profile's chain
          viaIR: true,
          optimizer: { enabled: true, runs: 200 },
          metadata: { bytecodeHash: 'none', appendCBOR: false }, // bytecode that does not depend on comments
        },
      },
    ],
  },
})
