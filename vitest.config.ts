import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    pool: 'forks', // EDR wants one context per process
    // Most of them wait for containers and for clients that look once a second: two at a time keep two processors busy, and three no busier.
    maxWorkers: 2,
    // Containers and a chain on a shared machine: one bad moment does not fail a build, a second one does.
    retry: process.env.CI ? 1 : 0,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['packages/*/{src,test}/**/*.test.ts', 'test/tree/**/*.test.ts'],
          testTimeout: 30_000,
        },
      },
      { extends: true, test: { name: 'contracts', include: ['contracts/src/**/*.test.ts'], testTimeout: 60_000 } },
      { extends: true, test: { name: 'protocol', include: ['test/protocol/**/*.test.ts'], testTimeout: 60_000 } },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/**/*.test.ts'],
          exclude: ['**/node_modules/**', 'test/protocol/**', 'test/tree/**'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
