import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // Keeps networks warm; each test file takes one.
    globalSetup: '@iexec-sim/testing/pool',
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
