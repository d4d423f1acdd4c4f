import { ZERO_ADDRESS, ZERO_BYTES32 } from '../chain/hex.ts'
import type { DatasetOrder } from './order-fields.ts'

/** The dataset order of a match without a dataset: all zero, unsigned. */
export const NO_DATASET_ORDER: DatasetOrder = {
  dataset: ZERO_ADDRESS,
  datasetprice: 0n,
  volume: 0n,
  tag: ZERO_BYTES32,
  apprestrict: ZERO_ADDRESS,
  workerpoolrestrict: ZERO_ADDRESS,
  requesterrestrict: ZERO_ADDRESS,
  salt: ZERO_BYTES32,
  sign: '0x',
}
