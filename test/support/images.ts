import { fileURLToPath } from 'node:url'
import { type Engine, packFolder } from '@iexec-sim/docker'

/** Image of the app that behaves as its arguments say. */
export const SCENARIO_IMAGE = 'iexec-sim-test/scenario'

/** Builds the scenario app on the local engine; the engine's own cache makes this quick when nothing changed. */
export async function buildScenarioImage(engine: Engine): Promise<string> {
  const folder = fileURLToPath(new URL('../apps/scenario', import.meta.url))
  await engine.buildImage(packFolder(folder), { tag: SCENARIO_IMAGE })
  return SCENARIO_IMAGE
}
