// The SDKs as npm has them, without their types: they bring those of browsers.
export { getWeb3Provider, IExecWeb3mail } from '@iexec/web3mail'
export { IExecWeb3telegram } from '@iexec/web3telegram'
