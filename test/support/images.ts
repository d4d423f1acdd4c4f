import { inject } from 'vitest'

declare module 'vitest' {
  interface ProvidedContext {
    scenarioImage: string
  }
}

/**
 * Image of the app that behaves as its arguments say. `scenario-image.ts` builds it before the
 * first test; its name ends in a hash of what it is built from, so that checkouts do not overwrite
 * each other's.
 */
export const SCENARIO_IMAGE: string = inject('scenarioImage')
