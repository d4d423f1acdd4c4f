/** Human-readable ABI of the ENS registry: the owner and the resolver of each name. */
export const ensRegistryAbi = [
  'function owner(bytes32 node) view returns (address)',
  'function resolver(bytes32 node) view returns (address)',
  'function ttl(bytes32 node) view returns (uint64)',
  'function recordExists(bytes32 node) view returns (bool)',
  'function setRecord(bytes32 node, address owner, address resolver, uint64 ttl)',
  'function setSubnodeRecord(bytes32 node, bytes32 label, address owner, address resolver, uint64 ttl)',
  'function setOwner(bytes32 node, address owner)',
  'function setSubnodeOwner(bytes32 node, bytes32 label, address owner) returns (bytes32)',
  'function setResolver(bytes32 node, address resolver)',
  'function setTTL(bytes32 node, uint64 ttl)',
  'function setApprovalForAll(address operator, bool approved)',
  'function isApprovedForAll(address owner, address operator) view returns (bool)',
  'event NewOwner(bytes32 indexed node, bytes32 indexed label, address owner)',
  'event Transfer(bytes32 indexed node, address owner)',
  'event NewResolver(bytes32 indexed node, address resolver)',
  'event NewTTL(bytes32 indexed node, uint64 ttl)',
  'event ApprovalForAll(address indexed owner, address indexed operator, bool approved)',
] as const

/** Human-readable ABI of the resolver: the records of names. */
export const publicResolverAbi = [
  'function addr(bytes32 node) view returns (address)',
  'function addr(bytes32 node, uint256 coinType) view returns (bytes)',
  'function text(bytes32 node, string key) view returns (string)',
  'function name(bytes32 node) view returns (string)',
  'function setAddr(bytes32 node, address a)',
  'function setAddr(bytes32 node, uint256 coinType, bytes a)',
  'function setText(bytes32 node, string key, string value)',
  'function setName(bytes32 node, string newName)',
  'function clearRecords(bytes32 node)',
  'function recordVersions(bytes32 node) view returns (uint64)',
  'function multicall(bytes[] data) returns (bytes[] results)',
  'function approve(bytes32 node, address delegate, bool approved)',
  'function isApprovedFor(address owner, bytes32 node, address delegate) view returns (bool)',
  'function setApprovalForAll(address operator, bool approved)',
  'function isApprovedForAll(address account, address operator) view returns (bool)',
  'function supportsInterface(bytes4 interfaceID) view returns (bool)',
  'event AddrChanged(bytes32 indexed node, address a)',
  'event AddressChanged(bytes32 indexed node, uint256 coinType, bytes newAddress)',
  'event TextChanged(bytes32 indexed node, string indexed indexedKey, string key, string value)',
  'event NameChanged(bytes32 indexed node, string name)',
  'event VersionChanged(bytes32 indexed node, uint64 newVersion)',
  'event Approved(address owner, bytes32 indexed node, address indexed delegate, bool indexed approved)',
  'event ApprovalForAll(address indexed owner, address indexed operator, bool approved)',
  'error AddressEmptyCode(address target)',
  'error FailedInnerCall()',
] as const

/**
 * Human-readable ABI of what owns a name such as `users.iexec.eth` and gives away the names below
 * it.
 */
export const fifsRegistrarAbi = ['function register(bytes32 label, address owner)'] as const

/** Human-readable ABI of what owns `addr.reverse` and lets every address say what it is called. */
export const reverseRegistrarAbi = [
  'function setName(string name) returns (bytes32)',
  'function setNameForAddr(address addr, address owner, address resolver, string name) returns (bytes32)',
  'function claim(address owner) returns (bytes32)',
  'function claimForAddr(address addr, address owner, address resolver) returns (bytes32)',
  'function claimWithResolver(address owner, address resolver) returns (bytes32)',
  'function node(address addr) view returns (bytes32)',
  'function ens() view returns (address)',
  'function defaultResolver() view returns (address)',
  'function setDefaultResolver(address resolver)',
  'function controllers(address) view returns (bool)',
  'function setController(address controller, bool enabled)',
  'function owner() view returns (address)',
  'function renounceOwnership()',
  'function transferOwnership(address newOwner)',
  'event ReverseClaimed(address indexed addr, bytes32 indexed node)',
  'event DefaultResolverChanged(address indexed resolver)',
  'event ControllerChanged(address indexed controller, bool enabled)',
  'event OwnershipTransferred(address indexed previousOwner, address indexed newOwner)',
  'error OwnableInvalidOwner(address owner)',
  'error OwnableUnauthorizedAccount(address account)',
] as const
