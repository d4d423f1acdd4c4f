import { arbitrumSepolia } from '@iexec-sim/protocol'
import { describe } from 'vitest'
import { walkFaultTable } from './support/walk-fault-table.ts'

const asked = ['all', 'tdx'].includes(process.env.IEXEC_SIM_TEE ?? 'all')
describe.runIf(asked)('every cause of the v9 generation', () => walkFaultTable(arbitrumSepolia, 'tdx'))
