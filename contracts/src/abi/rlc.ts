/**
 * Human-readable ABI of the RLC token. Its last functions are a test network's faucet, for the
 * token's owner.
 */
export const rlcAbi = [
  'function name() view returns (string)',
  'function symbol() view returns (string)',
  'function version() view returns (string)',
  'function decimals() view returns (uint8)',
  'function locked() view returns (bool)',
  'function initialSupply() view returns (uint256)',
  'function totalSupply() view returns (uint256)',
  'function balanceOf(address account) view returns (uint256)',
  'function allowance(address account, address spender) view returns (uint256)',
  'function transfer(address to, uint256 value) returns (bool)',
  'function transferFrom(address from, address to, uint256 value) returns (bool)',
  'function approve(address spender, uint256 value) returns (bool)',
  'function approveAndCall(address spender, uint256 value, bytes extraData)',
  'function burn(uint256 value) returns (bool)',
  'function owner() view returns (address)',
  'function transferOwnership(address newOwner)',
  'function refill(address to, uint256 value) returns (bool)',
  'function forceApprove(address giver, address spender, uint256 value) returns (bool)',
  'function forceBurn(address account, uint256 value) returns (bool)',
  'event Approval(address indexed owner, address indexed spender, uint256 value)',
  'event Transfer(address indexed from, address indexed to, uint256 value)',
] as const
