export { VoucherSubgraph, type VoucherSubgraphOptions } from './voucher-subgraph.ts'
