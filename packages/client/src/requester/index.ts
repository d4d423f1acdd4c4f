export { resultFiles } from '@iexec-sim/storage/client'
export { makeDriver } from './drivers.ts'
export { type PreparedImage, type PrepareImageOptions, prepareImage } from './prepare-image.ts'
export { type MatchedRun, type OrderedRun, Requester, type RunRequest } from './requester.ts'
