import { type Finding, lineAt } from './finding.ts'

/** Words that name something which is otherwise under tdx on Arbitrum. */
interface TextRule {
  /** Files the rule is for. */
  files: RegExp
  /** The words, each time they stand on a line. */
  words: RegExp
  /** What to do about them. */
  change: string
}

const CODE = /\.(?:[cm]?[jt]sx?|vue|svelte|py)$/
const SCRIPT = /\.(?:sh|ya?ml)$|(?:^|\/)(?:package\.json|Makefile|Jenkinsfile)$/
const DOCKERFILE = /(?:^|\/)(?:Dockerfile[^/]*|[^/]*\.dockerfile)$/i
const CODE_OR_SCRIPT = new RegExp(`${CODE.source}|${SCRIPT.source}`)

const RULES: readonly TextRule[] = [
  {
    files: CODE,
    words: /\bteeFramework\b\s*[:=]\s*['"](?:scone|gramine)['"]/g,
    change: 'leave teeFramework out: tdx is the only framework there is',
  },
  {
    files: CODE,
    words: /\[\s*['"]tee['"]\s*,\s*['"](?:scone|gramine)['"]\s*\]/g,
    change: "write the tag as ['tee', 'tdx']",
  },
  {
    files: CODE_OR_SCRIPT,
    words: /\btee,(?:scone|gramine)\b/g,
    change: 'write the tag as tee,tdx',
  },
  {
    files: SCRIPT,
    words: /--tee-framework[ =]\S+/g,
    change: 'leave --tee-framework out: client 9 does not have it',
  },
  {
    files: CODE_OR_SCRIPT,
    words: /\b[a-z\d-]+(?:\.[a-z\d-]+)*\.iexec\.eth\b/g,
    change: 'use the address: Arbitrum has no ENS, and client 9 takes no names',
  },
  {
    files: CODE,
    words: /\b(?:IExecENSModule|IExecVoucherModule)\b|\biexec\.(?:ens|voucher)\b/g,
    change: 'client 9 has neither names nor vouchers: pay with RLC, and write addresses',
  },
  {
    files: CODE,
    words:
      /\b(?:useVoucher|voucherHubAddress|voucherSubgraphURL|resultProxyURL|bridgeAddress|bridgedNetworkConf|ensRegistryAddress|ensPublicResolverAddress)\b/g,
    change: 'remove this option: client 9 does not have it',
  },
  {
    files: CODE,
    words: /\bgetSignerFromPrivateKey\(\s*['"](?:bellecour|134|https:\/\/bellecour\.iex\.ec)['"]/g,
    change: "open 'arbitrum-mainnet', or 'arbitrum-sepolia-testnet' for tests",
  },
  {
    files: CODE,
    words: /\bchainId\s*[:=]{1,3}\s*(?:134\b|['"](?:134|0x86)['"])/g,
    change: 'the chain is 42161 (arbitrum-mainnet), or 421614 for tests',
  },
  {
    files: CODE_OR_SCRIPT,
    words: /\b(?:[a-z\d-]+\.)*(?:bellecour|v8-bellecour)\.iex\.ec\b|\bsms\.iex\.ec\b/g,
    change: 'remove this host, which has gone: clients know those of Arbitrum by themselves',
  },
  {
    files: CODE,
    words: /\b(?:IExecDataProtectorSharing|dataProtectorSharing)\b/g,
    change: 'sharing has gone from @iexec/dataprotector: grant access with the core module',
  },
  {
    files: SCRIPT,
    words:
      /\biexec\s+(?:ens|voucher)\b[^\n"&|;]*|\biexec\s+(?:wallet\s+bridge-to-\w+|workerpool\s+set-api-url)\b/g,
    change: 'remove this command: client 9 does not have it',
  },
  {
    files: SCRIPT,
    words: /\biexec\s+storage\s+(?:init|check)\b(?!\s+[a-z])/g,
    change: 'name the provider, "dropbox"; results go to IPFS without any storage',
  },
  {
    files: SCRIPT,
    words: /\biexec\b[^\n"&|;]*\s--chain[ =]bellecour\b/g,
    change: 'use --chain arbitrum-mainnet, or arbitrum-sepolia-testnet for tests',
  },
  {
    files: new RegExp(`${DOCKERFILE.source}|${SCRIPT.source}`, 'i'),
    words: /\b(?:registry\.scontain\.com|sconecuratedimages|gramineproject)[^\s'"]*/g,
    change: "begin with the app's own base image: tdx runs any image as it is",
  },
  {
    files: DOCKERFILE,
    words: /^\s*(?:ENV|ARG)\s+SCONE_\w+[^\n]*/gm,
    change: 'remove this line: it is for scone alone',
  },
  {
    files: DOCKERFILE,
    words: /^[^\n#]*(?:gramine-(?:sgx|manifest|direct)\w*|apploader\.sh|\.manifest\b)[^\n]*/gm,
    change: 'remove this line and start the app itself: it is for gramine alone',
  },
  {
    files: SCRIPT,
    words: /^[^\n#]*\b(?:sconify_iexec|sconify_image|sconify\.sh|gramine-sgx-sign)\b[^\n]*/gm,
    change: 'remove this step: push the image of the app itself, and deploy that',
  },
]

/** What the rules find in a file, in the order of its lines. */
export function checkText(file: string, text: string): Finding[] {
  return RULES.filter(({ files }) => files.test(file))
    .flatMap(({ words, change }) =>
      Array.from(text.matchAll(words), ({ 0: found, index }) => ({
        file,
        line: lineAt(text, index + (found.length - found.trimStart().length)),
        found: found.trim(),
        change,
      })),
    )
    .sort((a, b) => a.line - b.line)
}
