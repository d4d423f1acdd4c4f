import { describePublished } from './suite.ts'

describePublished('poco@6.1.0')
