import { aliases, answered, type MethodRow, refused } from './row.ts'

const ALL = 'every client'
const EXPLORERS = 'explorers'
const FILTERS = 'ethers, web3.js'

const ROWS: readonly MethodRow[] = [
  ...answered('engine', 'read', [
    [
      'eth_accounts',
      'ethers, Hardhat, cast',
      'The development accounts, for which the chain signs',
    ],
    ['eth_blobBaseFee', 'viem, cast', 'The price of blob gas; the chain has no blobs'],
    ['eth_blockNumber', ALL, 'The number of the newest block'],
    ['eth_chainId', ALL, 'The chain id'],
    ['eth_coinbase', 'geth tools', 'The account that blocks name as their miner'],
    ['eth_getBalance', ALL, 'The balance of an account'],
    ['eth_getBlockByHash', ALL, 'A block by its hash'],
    ['eth_getBlockByNumber', ALL, 'A block by its number or tag'],
    [
      'eth_getBlockTransactionCountByHash',
      `viem, ${EXPLORERS}`,
      'The number of transactions of a block',
    ],
    [
      'eth_getBlockTransactionCountByNumber',
      `viem, ${EXPLORERS}`,
      'The number of transactions of a block',
    ],
    ['eth_getCode', ALL, 'The code of a contract'],
    ['eth_getFilterChanges', FILTERS, 'What a filter has found since it was last asked'],
    ['eth_getFilterLogs', FILTERS, 'All logs that a filter finds'],
    ['eth_getLogs', 'every client, The Graph', 'Logs of a range of blocks, bounded'],
    ['eth_getProof', 'viem, cast', 'An account with its Merkle proof'],
    ['eth_getStorageAt', 'every client, proxies’ plug-ins', 'A storage slot of a contract'],
    ['eth_getTransactionByBlockHashAndIndex', EXPLORERS, 'A transaction by its place in a block'],
    ['eth_getTransactionByBlockNumberAndIndex', EXPLORERS, 'A transaction by its place in a block'],
    ['eth_getTransactionByHash', ALL, 'A transaction, mined or waiting'],
    ['eth_getTransactionReceipt', ALL, 'The receipt of a mined transaction'],
    ['eth_newBlockFilter', FILTERS, 'A filter that finds new blocks'],
    ['eth_newFilter', FILTERS, 'A filter that finds logs'],
    [
      'eth_newPendingTransactionFilter',
      FILTERS,
      'A filter that finds transactions as they are sent',
    ],
    ['eth_pendingTransactions', 'Hardhat', 'The transactions that are not mined yet'],
    ['eth_sign', 'ethers, Hardhat', 'Signs text as a development account'],
    [
      'eth_signTypedData_v4',
      'ethers, viem, wallets',
      'Signs EIP-712 data as a development account',
    ],
    ['eth_syncing', 'viem, explorers', 'Whether blocks are still being fetched; never'],
    ['eth_uninstallFilter', FILTERS, 'Ends a filter'],
  ]),
  ...answered('network', 'read', [
    ['eth_call', ALL, 'Calls a contract without sending anything; up to the gas cap'],
    [
      'eth_createAccessList',
      'viem, cast, geth tools',
      'The accounts and slots that a call touches',
    ],
    ['eth_estimateGas', ALL, 'The gas that a transaction needs; up to the gas cap'],
    [
      'eth_feeHistory',
      'ethers, viem, wallets',
      'The gas price of past blocks, which is always the same',
    ],
    ['eth_gasPrice', ALL, 'The gas price of the profile'],
    ['eth_getBlockReceipts', 'The Graph, explorers, viem', 'All receipts of a block'],
    [
      'eth_getTransactionCount',
      ALL,
      'The nonce of an account; `pending` counts what waits as well',
    ],
    ['eth_getUncleByBlockHashAndIndex', EXPLORERS, 'An uncle of a block; there are none'],
    ['eth_getUncleByBlockNumberAndIndex', EXPLORERS, 'An uncle of a block; there are none'],
    ['eth_getUncleCountByBlockHash', EXPLORERS, 'The number of uncles of a block; none'],
    ['eth_getUncleCountByBlockNumber', EXPLORERS, 'The number of uncles of a block; none'],
    ['eth_hashrate', 'web3.js', 'The speed of mining; none'],
    [
      'eth_maxPriorityFeePerGas',
      'ethers, viem, wallets',
      'The tip; all of the gas price where blocks have no base fee',
    ],
    ['eth_mining', 'web3.js', 'Whether the node mines by work; never'],
    [
      'eth_simulateV1',
      'viem, wallets',
      'Calls over several blocks with overrides, in a copy of the chain; up to the gas cap',
    ],
    ['eth_protocolVersion', 'web3.js', 'The version of the wire protocol'],
  ]),
  ...answered('network', 'write', [
    ['eth_sendRawTransaction', ALL, 'Sends a signed transaction; one whose nonce lies ahead waits'],
    [
      'eth_sendTransaction',
      'Hardhat, ethers, cast',
      'Sends a transaction of a development or impersonated account',
    ],
  ]),
  ...answered('network', 'socket', [
    [
      'eth_subscribe',
      'ethers, viem, The Graph',
      'Subscribes to `newHeads` or `logs`; over WebSocket',
    ],
    ['eth_unsubscribe', 'ethers, viem, The Graph', 'Ends a subscription; over WebSocket'],
  ]),
  ...refused([
    ['eth_getWork', 'miners', 'Work for a miner', 'blocks are not mined by work'],
    ['eth_submitHashrate', 'miners', 'Tells the speed of a miner', 'blocks are not mined by work'],
    ['eth_submitWork', 'miners', 'Hands in work', 'blocks are not mined by work'],
    [
      'eth_signTransaction',
      'ethers, geth tools',
      'Signs a transaction as an account of the node',
      'eth_sendTransaction signs and sends, and the keys of the accounts are known',
    ],
    [
      'eth_sendUnsignedTransaction',
      'anvil',
      'Sends a transaction as any account',
      'hardhat_impersonateAccount and eth_sendTransaction do the same',
    ],
  ]),
]

/** The `eth_` methods. */
export const ETH: readonly MethodRow[] = [
  ...ROWS,
  ...aliases(ROWS, 'wallets', { eth_requestAccounts: 'eth_accounts' }),
]
