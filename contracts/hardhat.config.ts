import { createRequire } from 'node:module'
import hardhatEthers from '@nomicfoundation/hardhat-ethers'
import hardhatEthersChaiMatchers from '@nomicfoundation/hardhat-ethers-chai-matchers'
import hardhatMocha from '@nomicfoundation/hardhat-mocha'
import hardhatNetworkHelpers from '@nomicfoundation/hardhat-network-helpers'
import { configVariable, defineConfig } from 'hardhat/config'
import bare from './hardhat.bare.config.ts'
import { RPC_URL, runningNetwork } from './plugins/running-network.ts'

const require = createRequire(import.meta.url)

export default defineConfig({
  plugins: [
    hardhatEthers,
    hardhatEthersChaiMatchers,
    hardhatMocha,
    hardhatNetworkHelpers,
    runningNetwork,
  ],
  networks: {
    ...bare.networks,
    arbitrumSepolia: {
      type: 'edr-simulated',
      chainType: 'generic',
      chainId: 421_614,
      hardfork: 'cancun',
      gasPrice: 0,
      initialBaseFeePerGas: 0,
      minGasPrice: 0,
    },
    // The network of a state folder. Its chain signs for the development accounts.
    'iexec-sim': {
      type: 'http',
      chainType: 'generic',
      url: configVariable(RPC_URL),
      accounts: 'remote',
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
  test: { mocha: { timeout: 120_000 } },
})
