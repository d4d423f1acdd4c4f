import { fileURLToPath } from 'node:url'

/** Folder of the built documentation, for pages below the path `/docs/`. */
export const siteFolder: string = fileURLToPath(new URL('../generated/site', import.meta.url))
