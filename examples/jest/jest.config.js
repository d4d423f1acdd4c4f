export default { testEnvironment: 'node', testTimeout: 60_000, transform: {} }
