export { compassPlugin } from './compass.ts'
export {
  VoucherSubgraph,
  type VoucherSubgraphOptions,
} from './voucher-subgraph/voucher-subgraph.ts'
