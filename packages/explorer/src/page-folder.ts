import { fileURLToPath } from 'node:url'

/** Folder of the built page. */
export const pageFolder = (): string =>
  fileURLToPath(new URL('../generated/explorer', import.meta.url))
