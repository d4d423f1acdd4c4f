import { defineConfig } from 'vitest/config'

/** What needs a Docker engine but no network. */
const docker = ['packages/docker/test/**/*.test.ts', 'packages/*/test/docker/**/*.test.ts']
/** What is repeated for each TEE framework that `IEXEC_SIM_TEE` asks for. */
const frameworks = ['test/main-job.test.ts', 'test/failures.test.ts', 'test/fault-table-*.test.ts']
/** What a user installs: packages, images, the examples, the action. */
const packaging = [
  'test/action.test.ts',
  'test/clone-command.test.ts',
  'test/dev.test.ts',
  'test/examples.test.ts',
  'test/network-image.test.ts',
  'test/package-build.test.ts',
  'test/packaging.test.ts',
]
const node_modules = '**/node_modules/**'
/** Networks start, tasks run. */
const long = {
  testTimeout: 120_000,
  hookTimeout: 120_000,
  globalSetup: ['test/support/scenario-image.ts'],
}

// What `scripts/test --only` runs is one or more of these projects.
const projects = [
  {
    name: 'unit',
    include: ['packages/*/{src,test}/**/*.test.ts', 'test/tree/**/*.test.ts'],
    exclude: [node_modules, ...docker],
    testTimeout: 30_000,
    // One process runs many files and loads what they share once: half the time of the whole.
    isolate: false,
  },
  { name: 'docker', include: docker, testTimeout: 30_000 },
  { name: 'contracts', include: ['contracts/src/**/*.test.ts'], testTimeout: 60_000 },
  { name: 'protocol', include: ['test/protocol/**/*.test.ts'], testTimeout: 60_000 },
  {
    name: 'e2e',
    include: ['test/*.test.ts', 'test/corpus/*.test.ts'],
    exclude: [node_modules, ...frameworks, ...packaging],
    ...long,
  },
  { name: 'frameworks', include: frameworks, ...long },
  { name: 'client', include: ['test/client/**/*.test.ts'], ...long },
  {
    name: 'explorer',
    include: ['test/explorer/**/*.test.ts'],
    ...long,
    globalSetup: [...long.globalSetup, 'test/explorer/support/browser-server.ts'],
  },
  { name: 'ecosystem', include: ['test/ecosystem/**/*.test.ts'], ...long },
  { name: 'packaging', include: packaging, ...long },
]

export default defineConfig({
  test: {
    pool: 'forks', // EDR wants one context per process
    // Most tests wait for containers and for clients that look once a second: two at a time keep
    // two processors busy, and three no busier.
    maxWorkers: 2,
    // Containers and a chain on a shared machine: a test may fail once, and fails the build the
    // second time.
    retry: process.env.CI ? 1 : 0,
    projects: projects.map((test) => ({ extends: true as const, test })),
  },
})
