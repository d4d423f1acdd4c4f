import { ORDER_KINDS, ORDER_NAMES, type OrderKindInfo } from '../order-kinds.ts'
import { DEAL_FILTERS } from '../store/deal-store.ts'

const PAGING = ['pageIndex', 'pageSize', 'page']
const TAGS = ['minTag', 'maxTag', 'minVolume']

/** The API in the words of OpenAPI. */
export function openApi(version: string): object {
  return {
    openapi: '3.0.3',
    info: { title: 'iExec gateway', version },
    paths: {
      '/version': { get: operation('Version of the API', []) },
      '/challenge': { get: operation('What a wallet signs to publish', ['chainId', 'address']) },
      '/metrics': { get: operation('What is open, and how far the chain was read', ['chainId']) },
      '/categories': {
        get: operation('Categories', [
          'chainId',
          'minWorkClockTimeRef',
          'maxWorkClockTimeRef',
          ...PAGING,
        ]),
      },
      '/categories/{catid}': { get: operation('A category', ['chainId'], 'catid') },
      '/deals': { get: operation('Deals, newest first', ['chainId', ...DEAL_FILTERS, ...PAGING]) },
      '/deals/{dealid}': { get: operation('A deal', ['chainId'], 'dealid') },
      '/ohlc': { get: operation('Workerpool prices of a category', ['chainId', 'category']) },
      ...Object.assign({}, ...ORDER_NAMES.map((name) => orderPaths(ORDER_KINDS[name]))),
    },
  }
}

function orderPaths(info: OrderKindInfo): object {
  const { name, resource, equal, restrictions } = info
  const strict = Object.keys(restrictions).map(
    (filter) => `is${filter[0]!.toUpperCase()}${filter.slice(1)}Strict`,
  )
  const filters = [
    ...Object.keys(equal),
    ...(name === 'requestorder' ? [] : [`${resource}Owner`]),
    ...Object.keys(restrictions),
    ...strict,
    ...TAGS,
    ...SPECIAL[name],
  ]
  return {
    [`/${name}s`]: {
      get: operation('Open orders, the best first', ['chainId', ...filters, ...PAGING]),
      post: operation('Publish a signed order', ['chainId']),
      put: operation('Withdraw orders', ['chainId']),
    },
    [`/${name}s/{orderHash}`]: {
      get: operation('An order of any status', ['chainId'], 'orderHash'),
    },
  }
}

const SPECIAL: Record<OrderKindInfo['name'], string[]> = {
  apporder: [],
  datasetorder: ['bulkOnly'],
  workerpoolorder: ['category', 'minTrust'],
  requestorder: ['category', 'maxTrust'],
}

function operation(summary: string, query: readonly string[], path?: string): object {
  const schema = { type: 'string' }
  return {
    summary,
    parameters: [
      ...(path === undefined ? [] : [{ name: path, in: 'path', required: true, schema }]),
      ...query.map((name) => ({ name, in: 'query', required: name === 'chainId', schema })),
    ],
    responses: {
      200: { description: '`{ok: true, ...}`' },
      default: { description: '`{ok: false, error}`' },
    },
  }
}
