export { type Aspect, type Difference, diffRecords } from './difference.ts'
export {
  type Expectation,
  type Judged,
  judge,
  keptExpectations,
  keptReleases,
  readExpectations,
} from './expectation.ts'
export { type FirstDifference, firstDifferences } from './first-difference.ts'
export { compareGas, type GasComparison, type GasRow, gasPercent } from './gas.ts'
export { gasPage, gasTable, isForClients } from './gas-page.ts'
export type { CallStep, CheckStep, Mode, Recorded, Run, ScenarioRecord, Step } from './record.ts'
export { holds, modes } from './record.ts'
export { genesisFor, type RunOptions, runScenario, runScenarios, scenariosOf } from './run.ts'
export type { Scenario } from './scenario.ts'
export { scenarios } from './scenarios/index.ts'
