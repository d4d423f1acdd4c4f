import { answered, type MethodRow, refused } from './row.ts'

const NO_CALL_TRACES =
  'the engine has no traces of this form; debug_traceTransaction lists the steps of a transaction'

/** The methods that are neither `eth_` nor cheats. */
export const OTHERS: readonly MethodRow[] = [
  ...answered('engine', 'read', [
    ['debug_traceCall', 'viem, cast, Hardhat', 'The steps of a call, of 2,000,000 gas at most'],
    [
      'debug_traceTransaction',
      'cast, explorers',
      'The steps of a transaction, of 2,000,000 gas at most',
    ],
    ['net_version', 'ethers, web3.js, The Graph', 'The chain id, decimal'],
    ['personal_sign', 'ethers, wallets', 'Signs text as a development account'],
    ['web3_clientVersion', 'every client', 'The engine’s name and version'],
    ['web3_sha3', 'web3.js', 'Keccak-256 of bytes'],
  ]),
  ...answered('network', 'read', [
    ['net_listening', 'web3.js, explorers', 'Whether the node listens for peers'],
    ['net_peerCount', 'web3.js, explorers', 'The number of peers; none'],
    ['rpc_modules', 'cast, geth tools', 'The namespaces that are answered'],
    ['txpool_content', 'viem, cast, explorers', 'The transactions that wait, by sender and nonce'],
    ['txpool_contentFrom', 'geth tools', 'The transactions of a sender that wait'],
    ['txpool_inspect', 'viem, cast', 'The transactions that wait, as a line each'],
    ['txpool_status', 'viem, cast, explorers', 'How many transactions wait'],
  ]),
  ...refused([
    [
      'debug_traceBlockByHash',
      'explorers',
      'The steps of a block',
      'a block can hold more than a trace may',
    ],
    [
      'debug_traceBlockByNumber',
      'explorers',
      'The steps of a block',
      'a block can hold more than a trace may',
    ],
    [
      'ots_getApiLevel',
      'Otterscan',
      'The version of Otterscan’s methods',
      'Otterscan’s methods are not supported',
    ],
    ['trace_block', 'The Graph, explorers', 'The calls within a block', NO_CALL_TRACES],
    ['trace_call', 'explorers', 'The calls within a call', NO_CALL_TRACES],
    ['trace_filter', 'The Graph, explorers', 'The calls of a range of blocks', NO_CALL_TRACES],
    ['trace_transaction', 'explorers', 'The calls within a transaction', NO_CALL_TRACES],
  ]),
]
