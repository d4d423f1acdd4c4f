/** Human-readable ABI of a whitelist, an ERC-734 group that its owner adds to. */
export const whitelistAbi = [
  'function addKey(bytes32 key, uint256 purpose, uint256 keyType) returns (bool)',
  'function keyHasPurpose(bytes32 key, uint256 purpose) view returns (bool)',
  'function owner() view returns (address)',
  'function renounceOwnership()',
  'function transferOwnership(address newOwner)',
  'event KeyAdded(bytes32 indexed key, uint256 indexed purpose, uint256 indexed keyType)',
  'event OwnershipTransferred(address indexed previousOwner, address indexed newOwner)',
  'error OwnableInvalidOwner(address owner)',
  'error OwnableUnauthorizedAccount(address account)',
] as const
