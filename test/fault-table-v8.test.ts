import { bellecour } from '@iexec-sim/protocol'
import { describe } from 'vitest'
import { walkFaultTable } from './support/walk-fault-table.ts'

const asked = ['all', 'scone'].includes(process.env.IEXEC_SIM_TEE ?? 'all')
describe.runIf(asked)('every cause of the v8 generation', () => walkFaultTable(bellecour, 'scone'))
