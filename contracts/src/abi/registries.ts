/**
 * Common part of the three registries: ERC-721 with enumeration, one owner, and the asset proxy's
 * code.
 */
const registryAbi = [
  'function approve(address to, uint256 tokenId)',
  'function balanceOf(address owner) view returns (uint256)',
  'function baseURI() view returns (string)',
  'function getApproved(uint256 tokenId) view returns (address)',
  'function initialize(address previousRegistry)',
  'function initialized() view returns (bool)',
  'function isApprovedForAll(address owner, address operator) view returns (bool)',
  'function isRegistered(address entry) view returns (bool)',
  'function master() view returns (address)',
  'function name() view returns (string)',
  'function owner() view returns (address)',
  'function ownerOf(uint256 tokenId) view returns (address)',
  'function previous() view returns (address)',
  'function proxyCode() view returns (bytes)',
  'function proxyCodeHash() view returns (bytes32)',
  'function renounceOwnership()',
  'function safeTransferFrom(address from, address to, uint256 tokenId)',
  'function safeTransferFrom(address from, address to, uint256 tokenId, bytes data)',
  'function setApprovalForAll(address operator, bool approved)',
  'function setBaseURI(string newBaseURI)',
  'function setName(address ens, string newName)',
  'function supportsInterface(bytes4 interfaceId) view returns (bool)',
  'function symbol() view returns (string)',
  'function tokenByIndex(uint256 index) view returns (uint256)',
  'function tokenOfOwnerByIndex(address owner, uint256 index) view returns (uint256)',
  'function tokenURI(uint256 tokenId) view returns (string)',
  'function totalSupply() view returns (uint256)',
  'function transferFrom(address from, address to, uint256 tokenId)',
  'function transferOwnership(address newOwner)',
  'event Approval(address indexed owner, address indexed approved, uint256 indexed tokenId)',
  'event ApprovalForAll(address indexed owner, address indexed operator, bool approved)',
  'event OwnershipTransferred(address indexed previousOwner, address indexed newOwner)',
  'event Transfer(address indexed from, address indexed to, uint256 indexed tokenId)',
  'error OwnableInvalidOwner(address owner)',
  'error OwnableUnauthorizedAccount(address account)',
  'error ERC721EnumerableForbiddenBatchMint()',
  'error ERC721IncorrectOwner(address sender, uint256 tokenId, address owner)',
  'error ERC721InsufficientApproval(address operator, uint256 tokenId)',
  'error ERC721InvalidApprover(address approver)',
  'error ERC721InvalidOperator(address operator)',
  'error ERC721InvalidOwner(address owner)',
  'error ERC721InvalidReceiver(address receiver)',
  'error ERC721InvalidSender(address sender)',
  'error ERC721NonexistentToken(uint256 tokenId)',
  'error ERC721OutOfBoundsIndex(address owner, uint256 index)',
] as const

const appFields =
  'address owner, string name, string type, bytes multiaddr, bytes32 checksum, bytes mrenclave'
const datasetFields = 'address owner, string name, bytes multiaddr, bytes32 checksum'
const workerpoolFields = 'address owner, string description'

/** Human-readable ABI of the App registry. */
export const appRegistryAbi = [
  ...registryAbi,
  `function createApp(${appFields}) returns (address)`,
  `function predictApp(${appFields}) view returns (address)`,
] as const

/** Human-readable ABI of the Dataset registry. */
export const datasetRegistryAbi = [
  ...registryAbi,
  `function createDataset(${datasetFields}) returns (address)`,
  `function predictDataset(${datasetFields}) view returns (address)`,
] as const

/** Human-readable ABI of the Workerpool registry. */
export const workerpoolRegistryAbi = [
  ...registryAbi,
  `function createWorkerpool(${workerpoolFields}) returns (address)`,
  `function predictWorkerpool(${workerpoolFields}) view returns (address)`,
] as const
