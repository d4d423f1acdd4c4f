/** A kind of service, for the page of the HTTP APIs. */
export interface ServiceText {
  title: string
  /** Its task, and where its callers find it. */
  purpose: string
  /** Sentence of each route by method and path. */
  routes: Readonly<Record<string, string>>
}

const about = {
  'GET /version': 'Version of the real service that this one follows.',
  'GET /metrics': 'A few figures, as the real service gives them.',
}
const orders = (kind: string, name: string) => ({
  [`GET /${kind}orders`]: `Open ${name} orders that fit the filters, page by page, the best first.`,
  [`GET /${kind}orders/:orderHash`]: `One ${name} order by its hash.`,
  [`POST /${kind}orders`]: `Publishes a signed ${name} order; \`authorization\` is a signed challenge.`,
  [`PUT /${kind}orders`]: `Unpublishes ${name} orders: one, the last, or all of an owner.`,
})
const graphql = 'Answers a GraphQL query of the subgraph that the path names.'
const attestation = {
  'POST /attest/nonce': 'A nonce for one piece of evidence, good once and for a minute.',
  'POST /attest': "Evidence of an enclave; returns its stage's variables, sealed, or the refusal.",
}
const withAuthorization = 'a signature of the owner goes with it as `authorization`'

/** Texts of the services by the name of their port, `sms` and `provisioning` for all frameworks. */
export const SERVICES: Readonly<Record<string, ServiceText>> = {
  chain: {
    title: 'Chain',
    purpose: '`rpc` and `ws` of the sheet. [JSON-RPC](rpc.md) has the methods.',
    routes: { 'POST /': 'A JSON-RPC request or a batch; the same over WebSocket.' },
  },
  sms: {
    title: 'Secret Management Service',
    purpose: '`sms` of the sheet, one for each framework. No route returns a secret.',
    routes: {
      ...about,
      'GET /tee/framework': 'The TEE framework it serves.',
      'GET /tee/properties/:framework': 'Images and entry points of pre- and post-compute.',
      'GET /tee/properties/:framework/:version': 'The same of one release of the framework.',
      'HEAD /apps/:app/secrets': "Whether the app developer's secret is set.",
      'HEAD /apps/:app/secrets/:index': "Whether the app developer's secret is set, by its index.",
      'POST /apps/:app/secrets': `Sets the app developer's secret; ${withAuthorization}.`,
      'POST /apps/:app/secrets/1': `Sets the app developer's secret; ${withAuthorization}.`,
      'HEAD /requesters/:requester/secrets/:key': 'Whether a requester secret is set.',
      'POST /requesters/:requester/secrets/:key': `Sets a requester secret for good; ${withAuthorization}.`,
      'HEAD /secrets/web2': 'Whether a secret of an account is set, such as a storage token.',
      'POST /secrets/web2': `Sets a secret of an account; ${withAuthorization}.`,
      'PUT /secrets/web2': `Replaces a secret of an account; ${withAuthorization}.`,
      'HEAD /secrets/web3': "Whether a dataset's key is set.",
      'POST /secrets/web3': `Sets a dataset's key; ${withAuthorization}.`,
      'POST /tee/challenges/:taskId': 'The scheduler asks for the address of an enclave key.',
      'POST /tee/sessions': 'A worker asks for the session of its task, with its authorization.',
    },
  },
  market: {
    title: 'Order book',
    purpose: '`market` of the sheet. `GET /docs` is its OpenAPI document.',
    routes: {
      ...about,
      ...orders('app', 'app'),
      ...orders('dataset', 'dataset'),
      ...orders('workerpool', 'workerpool'),
      ...orders('request', 'request'),
      'GET /categories': 'Categories of the chain.',
      'GET /categories/:catid': 'One category.',
      'GET /challenge': 'A challenge to sign, for publishing.',
      'GET /deals': 'Deals that fit the filters, page by page, the newest first.',
      'GET /deals/:dealid': 'One deal.',
      'GET /docs': 'OpenAPI document of these routes.',
      'GET /ohlc': 'Prices of a category over time.',
      'GET /ws/': 'socket.io: orders and deals as they come.',
      'POST /ws/': 'socket.io over HTTP.',
    },
  },
  gateway: {
    title: 'IPFS gateway',
    purpose: '`gateway` of the sheet.',
    routes: {
      'GET /api/v0/version': 'Version of the API of a node.',
      'POST /api/v0/version': 'Version of the API of a node.',
      'GET /ipfs/*': 'Content by its CID, with a path inside a folder.',
      'POST /api/v0/add': 'Adds content, as the API of a node does.',
    },
  },
  'result-proxy': {
    title: 'Result proxy',
    purpose: '`resultProxy` of the sheet. `/v1/…` is what workers use.',
    routes: {
      'GET /version': about['GET /version'],
      'GET /results/challenge': 'A challenge to sign, for a token.',
      'POST /results/login': 'Exchanges a signed challenge for a token.',
      'POST /': 'Takes in the result of a task.',
      'HEAD /results/:taskId': 'Whether the result of a task is there.',
      'GET /results/:taskId/ipfshash': 'CID of the result of a task.',
      'POST /v1/results/token': "Exchanges a worker's authorization for a token.",
      'POST /v1/results': 'Takes in the result of a task.',
      'HEAD /v1/results/:taskId': 'Whether the result of a task is there.',
      'GET /v1/results/:taskId/ipfshash': 'CID of the result of a task.',
    },
  },
  workerpool: {
    title: 'Scheduler',
    purpose: '`workerpool.url` of the sheet. Clients ask it for tasks and logs, workers for work.',
    routes: {
      ...about,
      'GET /tasks/:taskId': 'A task and its replicates.',
      'GET /tasks/:taskId/replicates/:wallet': 'One replicate of a task.',
      'GET /tasks/logs/challenge': 'A challenge to sign, for the logs of a task.',
      'GET /tasks/:taskId/logs': 'What the app printed on each worker; for the requester alone.',
      'GET /tasks/:taskId/stdout': 'What the app printed on standard output, on each worker.',
      'GET /tasks/:taskId/replicates/:wallet/logs': 'What the app printed on one worker.',
      'GET /tasks/:taskId/replicates/:wallet/stdout': 'Standard output of the app on one worker.',
      'GET /workers/challenge': 'A challenge for a worker to sign.',
      'POST /workers/login': 'Exchanges a signed challenge for a token.',
      'POST /workers/register': 'A worker says what it can run.',
      'POST /workers/ping': 'A worker is alive.',
      'GET /workers/config': "The pool's configuration for workers.",
      'GET /workers/computing': 'Tasks that a worker is computing.',
      'GET /workers/notifications': 'Orders for a worker, one JSON document a line, as they come.',
      'GET /replicates/available': 'Work for a worker, with its authorization.',
      'GET /replicates/interrupted': 'What a worker that restarted was doing.',
      'POST /replicates/:taskId/updateStatus': 'A worker reports how far its replicate is.',
      'GET /control/tasks': 'Every task with causes and reasons; with the control token.',
      'GET /control/tasks/:taskId': 'One task with causes and reasons; with the control token.',
    },
  },
  subgraph: {
    title: 'Subgraphs',
    purpose:
      '`subgraph` and `voucherSubgraph` of the sheet. [Subgraphs](subgraphs.md) has the queries.',
    routes: {
      'POST /': graphql.replace('that the path names', 'of tasks and deals'),
      'POST /api/subgraphs/id/*': graphql,
      'POST /api/subgraphs/name/*': graphql,
      'POST /subgraphs/id/*': graphql,
      'POST /subgraphs/name/*': graphql,
    },
  },
  compass: {
    title: 'Compass',
    purpose: '`compass` of the sheet.',
    routes: {
      'GET /:chainId/iapps/:name': 'Address of an app by its name.',
      'GET /:chainId/workerpools/:workerpool': 'API of a workerpool by its address.',
    },
  },
  registry: {
    title: 'Registry of images',
    purpose: '`registry` of the sheet: `docker push` and `docker pull` speak to it.',
    routes: {
      'GET /v2/': 'Whether this is a registry.',
      'GET /v2/*': 'Manifests, blobs and tags.',
      'PATCH /v2/*': 'A part of a blob.',
      'POST /v2/*': 'Begins the upload of a blob.',
      'PUT /v2/*': 'Ends the upload of a blob, or takes in a manifest.',
    },
  },
  dropbox: {
    title: 'Dropbox',
    purpose: 'A stand-in, for results that go to an account of the requester.',
    routes: {
      'POST /2/files/upload': 'Takes in a file.',
      'POST /2/files/download': 'Returns a file.',
    },
  },
  provisioning: {
    title: 'Provisioning services',
    purpose: 'One for each framework, for the SMS and enclaves.',
    routes: {
      ...attestation,
      'POST /session': "Deposits a session in the framework's form.",
      'POST /api/session': "Deposits a session in the framework's form.",
    },
  },
  control: {
    title: 'Control door',
    purpose:
      "`control` of the state folder's `network.json`. Every request needs `authorization: Bearer`\nwith the content of `control.token`. The commands use it.",
    routes: {
      'GET /status': 'Uptime, block, faults and misbehaviours in force.',
      'POST /time': "Moves, freezes or resumes the network's clock.",
      'GET /offers': "Waits until the pool's offers are open.",
      'POST /draws': 'A draw that depends on the seed alone.',
      'GET /names': 'Names that were given.',
      'POST /names': 'Gives an address a name.',
      'GET /misbehaviours': 'Misbehaviours in force.',
      'POST /misbehaviours': 'Makes a worker or the scheduler misbehave.',
      'DELETE /misbehaviours': 'Makes them honest again: all, or in one deal or task.',
      'GET /faults': '[Faults](faults.md) in force.',
      'POST /faults': 'Adds a fault.',
      'DELETE /faults': 'Removes one fault, or all.',
      'GET /stand-ins': 'Stand-ins of outside hosts.',
      'GET /stand-ins/:host/calls': 'What tasks sent to one.',
      'GET /snapshots': '[Snapshots](snapshots.md), the oldest first.',
      'POST /snapshots': 'Saves one.',
      'POST /snapshots/:name/restore': 'Goes back to one.',
      'DELETE /snapshots/:name': 'Forgets one.',
      'GET /snapshots/:name/file': 'One as a file.',
      'PUT /snapshots/:name/file':
        'Takes in a file; the header `snapshot-keys` has its keys, or `lost`.',
      'GET /snapshots/keys': "Keys that this network's secrets are encrypted with.",
      'GET /timeline/:taskId': 'What happened to a task, step by step.',
      'GET /timeline/:taskId/logs': 'The end of what the app printed on each worker.',
      'GET /timeline/:taskId/follow':
        'Steps and output as they come, one JSON document a line, until the client leaves.',
      'POST /canaries': 'Makes a secret a canary, or ends that.',
      'POST /explorer/tickets': 'A ticket that opens a session of the explorer, once.',
      'GET /secrets': 'Secrets by owner and name, never their values.',
      'GET /secrets/events': 'What happened to secrets.',
      'POST /stop': 'Stops the network.',
    },
  },
}
