import { describeBuiltin } from './suite.ts'

describeBuiltin()
