import { aliases, answered, type MethodRow, refused } from './row.ts'

const HARDHAT = 'Hardhat, viem'
const TIME = 'its timestamps are those of the network’s clock; see `iexec-sim time`'
const INTERVAL =
  'blocks that no request asked for would be in no journal, and time is that of the network’s clock'
const PRICE = 'the gas price is fixed by the profile'

const HARDHAT_ROWS: readonly MethodRow[] = [
  ...answered('engine', 'read', [
    ['hardhat_getAutomine', HARDHAT, 'Whether transactions are mined at once'],
    ['hardhat_metadata', HARDHAT, 'Engine, chain id and newest block'],
  ]),
  ...answered('network', 'read', [
    ['hardhat_setLoggingEnabled', HARDHAT, 'Taken and ignored: the log is that of the network'],
    [
      'anvil_getIntervalMining',
      'viem',
      'Seconds between blocks that are mined by time; `null`, for there are none',
    ],
    ['anvil_nodeInfo', 'viem, forge', 'Newest block, rules, chain id and gas price'],
  ]),
  ...answered('engine', 'write', [
    ['evm_setAutomine', HARDHAT, 'Whether transactions are mined at once'],
    ['evm_setBlockGasLimit', HARDHAT, 'The gas limit of blocks from now on'],
    ['hardhat_dropTransaction', HARDHAT, 'Forgets a transaction that waits'],
    [
      'hardhat_impersonateAccount',
      HARDHAT,
      'Lets eth_sendTransaction send as an account without its key',
    ],
    ['hardhat_setBalance', HARDHAT, 'Sets the balance of an account'],
    ['hardhat_setCode', HARDHAT, 'Sets the code of an account'],
    ['hardhat_setCoinbase', HARDHAT, 'The account that blocks name as their miner from now on'],
    ['hardhat_setNonce', HARDHAT, 'Raises the nonce of an account; not while transactions wait'],
    ['hardhat_setStorageAt', HARDHAT, 'Sets a storage slot of a contract'],
    ['hardhat_stopImpersonatingAccount', HARDHAT, 'Ends hardhat_impersonateAccount'],
  ]),
  ...answered('network', 'write', [
    ['evm_mine', HARDHAT, 'Mines a block, at a timestamp if one is given'],
    [
      'evm_revert',
      'Hardhat, viem, forge',
      'Goes back to a snapshot of the chain alone, what waits included',
    ],
    [
      'evm_snapshot',
      'Hardhat, viem, forge',
      'Remembers the chain alone; `iexec-sim snapshot` remembers the network',
    ],
    ['hardhat_mine', HARDHAT, 'Mines blocks of one timestamp, or of an interval; 10,000 at most'],
    ['anvil_autoImpersonateAccount', 'viem', 'Lets eth_sendTransaction send as any account'],
    ['anvil_dropAllTransactions', 'viem', 'Forgets all transactions that wait'],
    ['anvil_removePoolTransactions', 'viem', 'Forgets the transactions of an account that wait'],
  ]),
  ...answered('network', 'time', [
    ['evm_increaseTime', HARDHAT, 'Moves the network’s clock by seconds'],
    [
      'evm_setNextBlockTimestamp',
      HARDHAT,
      'Moves the network’s clock to a second, which the next block has',
    ],
    [
      'evm_setTime',
      'Ganache’s users',
      'Moves the network’s clock to a moment, in seconds or milliseconds',
    ],
  ]),
  ...refused([
    [
      'hardhat_reset',
      HARDHAT,
      'Starts over',
      'it would forget the journal; restore a snapshot, or start on another folder',
    ],
    ['evm_setIntervalMining', HARDHAT, 'Mines by time', INTERVAL],
    ['hardhat_setMinGasPrice', HARDHAT, 'The least gas price', PRICE],
    ['hardhat_setNextBlockBaseFeePerGas', HARDHAT, 'The base fee of the next block', PRICE],
    [
      'hardhat_setPrevRandao',
      HARDHAT,
      'The next block’s random value',
      'it follows from the genesis, so that runs repeat',
    ],
    ['anvil_setBlockTimestampInterval', 'viem', 'Seconds between the timestamps of blocks', TIME],
    ['anvil_removeBlockTimestampInterval', 'viem', 'Ends anvil_setBlockTimestampInterval', TIME],
    [
      'anvil_setChainId',
      'anvil',
      'Another chain id',
      'orders and services hold it from the start; see `up --chain-id`',
    ],
    ['anvil_setRpcUrl', 'viem', 'Another chain to fork', 'no chain is forked'],
    [
      'anvil_dumpState',
      'viem, anvil',
      'The state as a file',
      '`iexec-sim snapshot export` writes the network',
    ],
    [
      'anvil_loadState',
      'viem, anvil',
      'The state of a file',
      '`iexec-sim snapshot import` reads the network',
    ],
    ['anvil_enableTraces', 'anvil', 'Traces in the log', 'debug_traceTransaction has them'],
    [
      'anvil_reorg',
      'anvil',
      'Replaces the newest blocks',
      'the journal only grows; evm_revert goes back',
    ],
    [
      'anvil_rollback',
      'anvil',
      'Drops the newest blocks',
      'the journal only grows; evm_revert goes back',
    ],
  ]),
]

/** A prefix of other nodes, for the methods both have. */
const renamed = (from: string, to: string, names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [`${to}_${name}`, `${from}_${name}`]))

const ANVIL_FROM_HARDHAT = renamed('hardhat', 'anvil', [
  'getAutomine',
  'metadata',
  'setLoggingEnabled',
  'dropTransaction',
  'impersonateAccount',
  'stopImpersonatingAccount',
  'setBalance',
  'setCode',
  'setCoinbase',
  'setNonce',
  'setStorageAt',
  'mine',
  'reset',
  'setMinGasPrice',
  'setNextBlockBaseFeePerGas',
])
const ANVIL_FROM_EVM = renamed('evm', 'anvil', [
  'increaseTime',
  'setNextBlockTimestamp',
  'setTime',
  'setAutomine',
  'setBlockGasLimit',
  'setIntervalMining',
  'snapshot',
  'revert',
])
const HARDHAT_FROM_ANVIL = renamed('anvil', 'hardhat', [
  'autoImpersonateAccount',
  'dropAllTransactions',
  'dumpState',
  'loadState',
])

/** Methods with which test tools change a chain: `evm_`, `hardhat_` and `anvil_`. */
export const CHEATS: readonly MethodRow[] = [
  ...HARDHAT_ROWS,
  ...aliases(HARDHAT_ROWS, 'viem, anvil', { ...ANVIL_FROM_HARDHAT, ...ANVIL_FROM_EVM }),
  ...aliases(HARDHAT_ROWS, 'anvil', {
    ...HARDHAT_FROM_ANVIL,
    evm_setAccountNonce: 'hardhat_setNonce',
  }),
]
