import { describePublished } from './suite.ts'

describePublished('poco@5.5.0')
