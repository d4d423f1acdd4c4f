export { checkProperties, type PropertyRecord } from './check.ts'
export { checkMoney } from './money.ts'
export { ScoreBoard } from './score-board.ts'
export { cast, checkVotes, voters } from './votes.ts'
