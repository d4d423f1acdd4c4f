// The SDK as npm has it, without its types: they bring those of browsers, which differ from Node's.
export { getWeb3Provider, IExecDataProtectorCore } from '@iexec/dataprotector'
