import { bellecour, type Plan } from './plan.ts'

/** The development accounts after the owner. */
const holders = [
  '0x70997970C51812dc3A010C7d01b50e0d17dc79C8',
  '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC',
  '0x90F79bf6EB2c4f870365E785982E1f101E93b906',
  '0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65',
  '0x9965507D1a55bcC2695C58ba16FB37d819B0A4dc',
  '0x976EA74026E726554dB657fA54763abd0C3a0aa9',
  '0x14dC79964da2C08b23698B3D3cc7Ca32193d9955',
  '0x23618e81E3f5cdF7f54C3d65f7FBc0aBf5B21E8f',
  '0xa0Ee7A142d267C1f36714E4a8F75612F20a79720',
] as const
const share = 10_000n * 10n ** 9n

/** The token-RLC test network, with the contracts at their real addresses. It has no names. */
export const arbitrumSepolia: Plan = {
  profile: 'arbitrum-sepolia',
  chainId: 421_614,
  owner: bellecour.owner,
  escrow: {
    mode: 'token',
    rlc: '0x9923eD3cbd90CD78b910c475f9A731A6e0b8C963',
    holders,
    share,
  },
  hub: '0xB2157BF2fAb286b2A4170E3491Ac39770111Da3E',
  hubDesk: bellecour.hubDesk,
  appRegistry: '0x9950D94fb074182ee93ff79A50Cd698C4983281F',
  datasetRegistry: '0x07Cc4E1EA30dD02796795876509A3BfC5053128D',
  workerpoolRegistry: '0xe3c13bb4A5068601c6A08041Cb50887B07B5F398',
  categories: bellecour.categories,
  categoryDescription: '""',
  tokenUriBase: bellecour.tokenUriBase,
  ignoreTeeFramework: true, // the real network's hub is of 6.2
  debugWorkerpool: {
    owner: bellecour.debugWorkerpool.owner,
    description: 'debug-arbitrum-sepolia',
    address: '0x2956F0cb779904795A5F30d3b3eA88b714c3123f',
  },
  furtherWorkerpools: [
    { description: 'prod-arbitrum-sepolia', address: '0xB967057a21dc6A66A29721d96b8Aa7454B7c383F' },
  ],
  dataProtector: '0x168eAF6C33a77E3caD9db892452f51a5D91df621',
  whitelists: {
    web3mail: '0x8d46d40840f1Aa2264F96184Ffadf04e5D573B9B',
    web3telegram: '0x7291ff96100DA6CF97933C225B86124ef95aEc9b',
  },
}

/** The token-RLC production network: the same contracts, of which some stand elsewhere. */
export const arbitrumMainnet: Plan = {
  ...arbitrumSepolia,
  profile: 'arbitrum-mainnet',
  chainId: 42_161,
  escrow: {
    mode: 'token',
    rlc: '0xe649e6a1F2afc63ca268C2363691ceCAF75CF47C',
    holders,
    share,
  },
  hub: '0x098bFCb1E50ebcA0BaA92C12eA0c3F045A1aD9f0',
  debugWorkerpool: {
    owner: bellecour.debugWorkerpool.owner,
    description: 'debug-arbitrum-mainnet',
    address: '0x8EF2eC3Ef9535d4b4349BfEc7d8b31A580e60244',
  },
  furtherWorkerpools: [
    { description: 'prod-arbitrum-mainnet', address: '0x2C06263943180Cc024dAFfeEe15612DB6e5fD248' },
  ],
  dataProtector: '0xF08f91F7646FDb95a4E24977b8Db91318252A667',
  whitelists: {
    web3mail: '0xD5054a18565c4a9E5c1aa3cEB53258bd59d4c78C',
    web3telegram: '0x53AFc09a647e7D5Fa9BDC784Eb3623385C45eF89',
  },
}
