import { getBytes, hashMessage, keccak256, TypedDataEncoder, toUtf8Bytes, Wallet } from 'ethers'
import { describe, expect, it } from 'vitest'
import { address } from '../src/chain/address.ts'
import {
  callbackDigest,
  concatenateAndHash,
  enclaveMessageHash,
  fileDigest,
  folderDigest,
  inputFileName,
  resultHash,
  resultSeal,
  sha3String,
  workerpoolAuthorizationHash,
} from '../src/chain/digests.ts'
import {
  type Address,
  dealId,
  type Hex,
  taskId,
  ZERO_ADDRESS,
  ZERO_BYTES32,
} from '../src/chain/hex.ts'
import { dealIdOf, taskIdOf } from '../src/chain/ids.ts'
import { NO_DATASET_ORDER } from '../src/orders/no-dataset.ts'
import { orderDomain, orderHash } from '../src/orders/orders.ts'
import { isHashSignedBy, signHash } from '../src/orders/signatures.ts'
import { loginChallenge, loginChallengeHash } from '../src/session/login-challenge.ts'
import {
  appSecretChallenge,
  enclaveChallengeRequestHash,
  requesterSecretChallenge,
  web2SecretChallenge,
  web3SecretChallenge,
} from '../src/session/sms-challenges.ts'
import { encodeResultLink, formatResultLink } from '../src/task/result-link.ts'

const wallet = new Wallet('0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80')
const enclave = new Wallet('0x5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a')
const A = address('0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266')
const W = address('0x70997970C51812dc3A010C7d01b50e0d17dc79C8')
const E = address('0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC')
const X = address(`0x${'11'.repeat(20)}`)
const D = dealId(`0x${'22'.repeat(32)}`)
const T = taskId('0x3ce992a2ff7a827e1758bb768873236a5a08de2ac7550ad6d6e12be43dde299e')
const digestOf = (text: string) => fileDigest(toUtf8Bytes(text))

describe('off-chain vectors', () => {
  it.each<[string, string, string]>([
    [
      'SMS domain',
      sha3String('IEXEC_SMS_DOMAIN'),
      '0x0a26923d45a019b77e856d0001681f98ab9707ec15b2b98048cc91eed00b6793',
    ],
    [
      'requester challenge of nothing',
      requesterSecretChallenge('' as Address, '0', ''),
      '0x31991eefc2731228bdd25dbc5a242722eda3869f9b06536dbd96a774e5228509',
    ],
    [
      'web3 challenge of an odd address',
      web3SecretChallenge('0x123' as Address, 'ghijk'),
      '0x8d0b92aaf96f66f172d7615b81f257ebdece2278b7da6c60127cad45852eaaf6',
    ],
    [
      'web2 challenge',
      web2SecretChallenge(A, 'my-secret', 's3cr3t'),
      '0x9265fd1d5666bed69dc9611ab9119e7435df42a41a99929d11ddf6a1887c8303',
    ],
    [
      'web3 challenge',
      web3SecretChallenge(X, 's3cr3t'),
      '0x148685b32937acea5ccfa1d6da6bafc67578606c48fc3d7f2566946fc3031afe',
    ],
    [
      'app challenge',
      appSecretChallenge(X, 's3cr3t'),
      '0x80703d7f3de51c4976e66acbe71241c68f0c270d8216dfff1d79f2c4f1e11d1f',
    ],
    ['task id 0', taskIdOf(D, 0), T],
    [
      'task id 1',
      taskIdOf(D, 1n),
      '0xd8a476a5b2ffa7d12731d803890cdeffb943dde25de674979a32d3454fcb7654',
    ],
    [
      'authorization',
      workerpoolAuthorizationHash(W, T, E),
      '0x1b3d2de7ba8e041aaa9eb99ed72b09524694be63f7710ce541aae1da8020870d',
    ],
    [
      'standard authorization',
      workerpoolAuthorizationHash(W, T, ZERO_ADDRESS),
      '0x693bbc3c65ce3a355958d4d2221deeeabb336a758ee4ee923945853b29a8cc7b',
    ],
    [
      'enclave challenge request',
      enclaveChallengeRequestHash(T),
      '0x673d36cb27edb5358d964cee8fbe9b5391d86930b6cf4eb0997a07d72c7b25bc',
    ],
    [
      'file digest',
      digestOf('hello'),
      '0x2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824',
    ],
    [
      'folder digest',
      folderDigest([
        { name: 'b.txt', sha256: digestOf('world') },
        { name: 'a.txt', sha256: digestOf('hello') },
      ]),
      '0x8f07e98ae651060ed272d6bf61785e7c938503516641699dbcd739556f06e71f',
    ],
    [
      'empty folder digest',
      folderDigest([]),
      '0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470',
    ],
    [
      'result hash',
      resultHash(T, digestOf('hello')),
      '0x6826fac2f828fc652b769071ead9319ec2a3d4f809f215069915b71821830c2c',
    ],
    [
      'result seal',
      resultSeal(W, T, digestOf('hello')),
      '0x5a84ff71344d7b94c967cc28fb97a011b221b771d351c93b10307a8783deefa7',
    ],
    [
      'enclave message',
      enclaveMessageHash(W, T, digestOf('hello')),
      '0x479b234bb322141ff495941b184f9728be1cfde752f3bba12fb807a48ae76529',
    ],
    [
      'callback digest',
      callbackDigest(`0x${'1'.padStart(64, '0')}`),
      '0xb10e2d527612073b26eecdfd717e6a320cf44b4afac2b0732d9fcbe2b7fa0cf6',
    ],
    [
      'input file name',
      inputFileName('https://example.com/file.txt'),
      '0x7a8c22e58ff916fc67ab2f0cca10a488ba7c1e600c8bc341b5a1c775cd6998ee',
    ],
    [
      'scheduler login',
      loginChallengeHash(loginChallenge('iExec Core', 134, 'abc')),
      '0x24d66377850d1aa53a35fd398a5f749ef3fb9f859861b1d6bbd7932f98ee9a02',
    ],
    [
      'result proxy login',
      loginChallengeHash(loginChallenge('iExec Result Repository', 134, 'abc')),
      '0x9e2ed0641975da7409de1508c5b29d68dd727d9064e5aa5cdcff4a11945e3663',
    ],
    [
      'result link',
      encodeResultLink(formatResultLink('ipfs', '/ipfs/QmTest')),
      '0x7b202273746f72616765223a202269706673222c20226c6f636174696f6e223a20222f697066732f516d5465737422207d',
    ],
  ])('%s', (_, actual, expected) => expect(actual).toBe(expected))

  it('signs the 32 raw bytes of a challenge', async () => {
    const challenge = web2SecretChallenge(A, 'my-secret', 's3cr3t')
    const signature = await signHash(challenge, wallet)
    expect(signature).toBe(
      '0x9a8e7554339048daa947b4217a9cefe907d54a35685e63f877b197b7b0d6f31a02ca15e7ee146634e5dcd0249fafaed3839092717d0efd8d3b2905f99d66545d1b',
    )
    expect(isHashSignedBy(challenge, signature, A)).toBe(true)
    expect(isHashSignedBy(challenge, signature, W)).toBe(false)
    expect(isHashSignedBy(challenge, '0x12', A)).toBe(false)
  })

  it('signs what an enclave signs', async () => {
    expect(await signHash(enclaveMessageHash(W, T, digestOf('hello')), enclave)).toBe(
      '0xe998646ddab05735216a7ad87f4fb0db07e9d8abc86299c40f183c81965567227ed2ac674d1b3c95b7f35b4746dd285fb13fce80f824607f446ac8bbe4cd82d11c',
    )
  })
})

describe('order vectors', () => {
  const fill = (digit: string) => address(`0x${digit.repeat(40)}`)
  const domain = { chainId: 31337, hub: address('0x5FbDB2315678afecb367f032d93F642f64180aa3') }
  const salt = `0x${'01'.repeat(32)}` as Hex
  const free = {
    apprestrict: ZERO_ADDRESS,
    datasetrestrict: ZERO_ADDRESS,
    workerpoolrestrict: ZERO_ADDRESS,
    requesterrestrict: ZERO_ADDRESS,
    tag: ZERO_BYTES32,
    salt,
  }
  const request = orderHash(
    'RequestOrder',
    {
      app: fill('1'),
      appmaxprice: 3n,
      dataset: fill('2'),
      datasetmaxprice: 2n,
      workerpool: fill('3'),
      workerpoolmaxprice: 25n,
      requester: fill('4'),
      volume: 2n,
      tag: ZERO_BYTES32,
      category: 0n,
      trust: 1n,
      beneficiary: fill('4'),
      callback: ZERO_ADDRESS,
      params: '{"iexec_args":"x"}',
      salt,
    },
    domain,
  )
  const T0 = taskIdOf(dealIdOf(request, 0n), 0)
  const digest = keccak256(toUtf8Bytes('result')) as Hex
  const worker = fill('5')

  it.each<[string, string, string]>([
    [
      'separator',
      TypedDataEncoder.hashDomain(orderDomain(domain)),
      '0x351c31988d1d724f03d95d7a67e2accfef6b6dae5a76f27b0b47613646d2ef34',
    ],
    [
      'app order',
      orderHash('AppOrder', { ...free, app: fill('1'), appprice: 3n, volume: 1000n }, domain),
      '0x8701c496d8205f71da2d503e05e715091ceeec4674dcc07b5748f44b7a159713',
    ],
    [
      'dataset order',
      orderHash(
        'DatasetOrder',
        { ...free, dataset: fill('2'), datasetprice: 2n, volume: 1000n },
        domain,
      ),
      '0xfa1b1e2c655b6dd9930c04e2b5ff789d9f4f91644bec500a81a55751f863b528',
    ],
    [
      'workerpool order',
      orderHash(
        'WorkerpoolOrder',
        {
          ...free,
          workerpool: fill('3'),
          workerpoolprice: 25n,
          volume: 1000n,
          category: 0n,
          trust: 10n,
        },
        domain,
      ),
      '0xbf15e066364790f51890e2c737236c540cf244a8c0329e3f02cb1a0e42aa5b9d',
    ],
    [
      'request order',
      request,
      '0x1bafdeed17842e3a112d5842cf86a2a7218b4a8e4bcc9f4d9445b66aa545f6bf',
    ],
    [
      'deal id',
      dealIdOf(request, 0n),
      '0x452812ee35613fb6fd2e5e951167076df92015f6f45462b5deeb61c81d883fc9',
    ],
    [
      'deal id after one',
      dealIdOf(request, 1n),
      '0xe33f4ec603fc097890fe7fccac30b3684b3280028d2a508d1528809e1d421047',
    ],
    ['task id', T0, '0x5024600d3a00526b5b63652c85a212430ce0356ca3f1a44d551b0f9784a67774'],
    [
      'result hash',
      resultHash(T0, digest),
      '0xa37cdfdb3245686e2df702b5295b565284e3d4bbd8bc77a9018e51f7301fc8e8',
    ],
    [
      'result seal',
      resultSeal(worker, T0, digest),
      '0x2bfccdf93f4c05de681d6202a2c11a6eb9c55bddf302d20d8effe8e4dc9a1b5e',
    ],
    [
      'authorization',
      workerpoolAuthorizationHash(worker, T0, ZERO_ADDRESS),
      '0x45cb56dac7382d8dc6684c4385ad5c9b0baa19d9711eada59d4420212e9fdd31',
    ],
    [
      'signed authorization',
      hashMessage(getBytes(workerpoolAuthorizationHash(worker, T0, ZERO_ADDRESS))),
      '0x6b7e88fb20b6c817449594c1dd8bd3efe7f96ee3347b8da7073baef244da302c',
    ],
    [
      'separator of chain 134',
      TypedDataEncoder.hashDomain(
        orderDomain({ chainId: 134, hub: address('0x3eca1B216A7DF1C7689aEb259fFB83ADFB894E7f') }),
      ),
      '0xf2cbd98a556869939d25b73c3fa68ba45f19932f8c9a06f744c98290ed9ef860',
    ],
  ])('%s', (_, actual, expected) => expect(actual).toBe(expected))

  it('has no dataset in the empty dataset order', () => {
    expect(NO_DATASET_ORDER).toMatchObject({ dataset: ZERO_ADDRESS, sign: '0x', volume: 0n })
    expect(concatenateAndHash('0x', '', '0x')).toBe(keccak256('0x'))
  })
})
