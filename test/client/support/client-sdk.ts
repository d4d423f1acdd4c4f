import { type AddressSheet, type ClientMajor, clientOptions } from '@iexec-sim/client'
import { IExec as IExec8, utils as utils8 } from 'iexec8'
import { IExec as IExec9, utils as utils9 } from 'iexec9'

/** The official library. What tests use of it is the same in both majors. */
export type ClientSdk = IExec8

/** The official library of a major as a dapp makes it, for one wallet on one network. */
export function clientSdk(
  major: ClientMajor,
  sheet: AddressSheet,
  privateKey: string,
  tee?: string,
): ClientSdk {
  const options = clientOptions(sheet, major)
  if (major === 9) {
    const ethProvider = utils9.getSignerFromPrivateKey(sheet.rpc, privateKey)
    return new IExec9({ ethProvider }, options) as unknown as ClientSdk
  }
  return new IExec8(
    { ethProvider: utils8.getSignerFromPrivateKey(sheet.rpc, privateKey) },
    { ...options, ...(tee ? { defaultTeeFramework: tee as 'scone' } : {}) },
  )
}
