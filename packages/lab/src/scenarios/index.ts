import type { Scenario } from '../scenario.ts'
import { administration } from './administration.ts'
import { callbacks } from './callbacks.ts'
import { compatibility } from './compatibility.ts'
import { consensus } from './consensus.ts'
import { deadlines } from './deadlines.ts'
import { depositAndMatch } from './deposit-and-match.ts'
import { enclaves } from './enclaves.ts'
import { golden } from './golden.ts'
import { matching } from './matching.ts'
import { migration } from './migration.ts'
import { naming } from './naming.ts'
import { nativeEscrow } from './native-escrow.ts'
import { orders } from './orders.ts'
import { registries } from './registries.ts'
import { settlement } from './settlement.ts'
import { signatures } from './signatures.ts'
import { srlc } from './srlc.ts'
import { storage } from './storage.ts'
import { tokenEscrow } from './token-escrow.ts'

/** The suite. */
export const scenarios: readonly Scenario[] = [
  ...settlement,
  ...consensus,
  ...deadlines,
  ...enclaves,
  ...callbacks,
  ...matching,
  ...signatures,
  ...orders,
  ...compatibility,
  ...nativeEscrow,
  ...tokenEscrow,
  ...depositAndMatch,
  ...srlc,
  ...registries,
  ...naming,
  ...migration,
  ...administration,
  ...storage,
  ...golden,
]
