import { arbitrumSepolia } from '@iexec-sim/protocol'
import { describe } from 'vitest'
import { isAsked } from './support/asked-frameworks.ts'
import { walkFaultTable } from './support/walk-fault-table.ts'

describe.runIf(isAsked('tdx'))('every cause of the v9 generation', () =>
  walkFaultTable(arbitrumSepolia, 'tdx'),
)
