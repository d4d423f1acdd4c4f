import { bellecour } from '@iexec-sim/protocol'
import { describe } from 'vitest'
import { isAsked } from './support/asked-frameworks.ts'
import { walkFaultTable } from './support/walk-fault-table.ts'

describe.runIf(isAsked('scone'))('every cause of the v8 generation', () =>
  walkFaultTable(bellecour, 'scone'),
)
