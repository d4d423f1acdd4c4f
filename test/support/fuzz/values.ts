import fc from 'fast-check'

/**
 * Names that bodies and queries of the services have, and some that break those who trust names.
 */
const NAMES = [
  ...[
    'name',
    'replace',
    'purpose',
    'advanceMs',
    'setMs',
    'actor',
    'does',
    'deal',
    'task',
    'on',
    'service',
    'route',
  ],
  ...[
    'cause',
    'stage',
    'rate',
    'times',
    'id',
    'order',
    'app',
    'volume',
    'tag',
    'sign',
    'target',
    'orderHash',
  ],
  ...[
    'chainTaskId',
    'workerWallet',
    'enclaveChallenge',
    'signature',
    'value',
    'deterministHash',
    'zip',
    'status',
  ],
  ...[
    'details',
    'query',
    'variables',
    'operationName',
    'evidence',
    'nonce',
    'session',
    'framework',
    'stages',
    'path',
  ],
  ...[
    'chainId',
    'address',
    'pageIndex',
    'pageSize',
    'minTag',
    'category',
    'dataset',
    'requester',
    'isAppStrict',
  ],
  ...[
    'walletAddress',
    'secretAddress',
    'ownerAddress',
    'secretName',
    'cid-version',
    'wrap-with-directory',
    'arg',
  ],
  ...['__proto__', 'constructor', 'toString', 'length', 'then', ''],
]
const name = fc.constantFrom(...NAMES)

const ADDRESS = '0x95b5ed2ba8c1ef2d6e5bd9c9e4e0c0a1b4b3b2b1'
/** Texts that look like what is asked for, or like nothing that was ever asked for. */
const text = fc.oneof(
  fc.constantFrom(
    '',
    '0',
    '1',
    '-1',
    '1e309',
    'true',
    'any',
    '0x',
    '0xzz',
    '../..',
    'null',
    'scone',
    '134',
    '421614',
  ),
  fc.constantFrom(
    ADDRESS,
    ADDRESS.toUpperCase(),
    `0x${'ab'.repeat(32)}`,
    `0x${'ab'.repeat(33)}`,
    'worker-1',
    'http',
  ),
  fc.constantFrom('COMPUTED', 'RESULT_UPLOADED', 'APP_COMPUTE_FAILED', 'requesters', 'result'),
  fc.constantFrom(
    '9'.repeat(400),
    'x'.repeat(5_000),
    '\ud800',
    'a\0b',
    '%',
    '%zz',
    '\u202e',
    'Qm',
    'bafy',
    '{',
    '[[',
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
)

/** A text as it may stand in a path or a query: encoded, half encoded or not at all. */
const inAddress = text.chain((value) =>
  fc.constantFrom(
    encodeURIComponent(value.toWellFormed()),
    value.replace(/[\s#]|[^\x21-\x7e]/g, '%'),
  ),
)

/** JSON values, of the services' names and of wrong types. */
const json: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    text,
    fc.constantFrom(null, true, false, 0, -1, 1.5, 1e308, Number.MAX_SAFE_INTEGER),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(name, tie('value'), { maxKeys: 5 }),
  ),
})).value

/** Values a fuzzed request is made of. */
export const VALUES = { name, text, inAddress, json }
