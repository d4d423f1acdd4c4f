import { fileURLToPath } from 'node:url'
import { connectEngine } from '@iexec-sim/docker'
import type { TestProject } from 'vitest/node'
import { buildOnce } from './content-tag.ts'

/**
 * Builds the scenario app's image once for a test run, before any test of a project that uses it.
 */
export default async function setup(project: TestProject): Promise<void> {
  const engine = connectEngine({ network: 'test-images' })
  try {
    const folder = fileURLToPath(new URL('../apps/scenario', import.meta.url))
    project.provide('scenarioImage', await buildOnce(engine, 'iexec-sim-test/scenario', folder))
  } finally {
    await engine.close()
  }
}
