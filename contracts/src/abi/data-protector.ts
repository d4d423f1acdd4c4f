/** Human-readable ABI of DataProtector, which creates datasets with a schema. */
export const dataProtectorAbi = [
  'function createDatasetWithSchema(address owner, string name, string schema, bytes multiaddr, bytes32 checksum) returns (address dataset)',
  'function registry() view returns (address)',
  'event DatasetSchema(address indexed dataset, string schema)',
] as const
