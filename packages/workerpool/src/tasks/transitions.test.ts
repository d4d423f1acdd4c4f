import { REPLICATE_STATUSES, type ReplicateStatus } from '@iexec-sim/protocol'
import { describe, expect, it } from 'vitest'
import { mayFollow, nextAction } from './transitions.ts'

/** The normal way of a replicate, written down once more as the real network has it. */
const WAY: Record<string, string> = {
  CREATED: 'STARTING',
  STARTING: 'STARTED START_FAILED',
  STARTED: 'APP_DOWNLOADING',
  APP_DOWNLOADING: 'APP_DOWNLOADED APP_DOWNLOAD_FAILED',
  APP_DOWNLOADED: 'DATA_DOWNLOADING',
  APP_DOWNLOAD_FAILED: 'CONTRIBUTING',
  DATA_DOWNLOADING: 'DATA_DOWNLOADED DATA_DOWNLOAD_FAILED',
  DATA_DOWNLOADED: 'COMPUTING',
  DATA_DOWNLOAD_FAILED: 'CONTRIBUTING',
  COMPUTING: 'COMPUTED COMPUTE_FAILED',
  COMPUTED: 'CONTRIBUTING CONTRIBUTE_AND_FINALIZE_ONGOING',
  CONTRIBUTING: 'CONTRIBUTED CONTRIBUTE_FAILED',
  CONTRIBUTED: 'REVEALING',
  REVEALING: 'REVEALED REVEAL_FAILED',
  REVEALED: 'RESULT_UPLOAD_REQUESTED COMPLETING',
  RESULT_UPLOAD_REQUESTED: 'RESULT_UPLOADING',
  RESULT_UPLOADING: 'RESULT_UPLOADED RESULT_UPLOAD_FAILED',
  RESULT_UPLOADED: 'COMPLETING',
  RESULT_UPLOAD_FAILED: 'COMPLETING',
  CONTRIBUTE_AND_FINALIZE_ONGOING: 'CONTRIBUTE_AND_FINALIZE_DONE CONTRIBUTE_AND_FINALIZE_FAILED',
  CONTRIBUTE_AND_FINALIZE_DONE: 'COMPLETING',
  COMPLETING: 'COMPLETED COMPLETE_FAILED',
}
const GENERIC: ReplicateStatus[] = ['WORKER_LOST', 'ABORTED', 'RECOVERING', 'FAILED']
const FREE: ReplicateStatus[] = ['WORKER_LOST', 'RECOVERING', 'ABORTED']
const FINAL: ReplicateStatus[] = ['COMPLETED', 'FAILED', 'ABORTED']
const wayFrom = (from: ReplicateStatus) => (WAY[from] ?? '').split(' ').filter(Boolean)

describe('the statuses of a replicate', () => {
  const bound = REPLICATE_STATUSES.filter((from) => !FREE.includes(from))

  it.each(bound)(
    'leads from %s to its next statuses and, failures of upload aside, to no others',
    (from) => {
      const special = from === 'RESULT_UPLOAD_REQUESTED' ? ['RESULT_UPLOAD_FAILED'] : []
      const next = REPLICATE_STATUSES.filter((to) => !GENERIC.includes(to) && mayFollow(from, to))
      expect(next.sort()).toEqual([...wayFrom(from), ...special].sort())
    },
  )

  it.each(REPLICATE_STATUSES.filter((from) => !FINAL.includes(from)))(
    'may break off at %s',
    (from) => {
      expect([mayFollow(from, 'WORKER_LOST'), mayFollow(from, 'ABORTED')]).toEqual([true, true])
    },
  )

  it.each(FINAL)('does not break off at %s', (from) => {
    expect([
      mayFollow(from, 'WORKER_LOST'),
      mayFollow(from, 'ABORTED'),
      mayFollow(from, 'RECOVERING'),
    ]).toEqual([false, false, false])
  })

  it('can fail until a result is revealed, and after an abort', () => {
    const after = REPLICATE_STATUSES.slice(
      REPLICATE_STATUSES.indexOf('REVEALED'),
      REPLICATE_STATUSES.indexOf('RESULT_UPLOADED') + 1,
    )
    const never: ReplicateStatus[] = [
      ...after,
      'CONTRIBUTE_AND_FINALIZE_DONE',
      'COMPLETING',
      'COMPLETED',
      'COMPLETE_FAILED',
      'FAILED',
    ]
    for (const from of never) expect(mayFollow(from, 'FAILED'), from).toBe(false)
    for (const from of REPLICATE_STATUSES.filter(
      (from) => !never.includes(from) && !['WORKER_LOST', 'RECOVERING'].includes(from),
    ))
      expect(mayFollow(from, 'FAILED'), from).toBe(true)
  })

  it('lead from an abort to the end alone', () => {
    expect(REPLICATE_STATUSES.filter((to) => mayFollow('ABORTED', to)).sort()).toEqual([
      'COMPLETED',
      'FAILED',
    ])
  })

  it.each(['WORKER_LOST', 'RECOVERING'] as const)(
    'goes on anywhere but at its beginning after %s',
    (from) => {
      for (const to of Object.keys(WAY) as ReplicateStatus[])
        expect(mayFollow(from, to), to).toBe(to !== 'CREATED')
    },
  )

  it('never return to the first status', () => {
    for (const from of REPLICATE_STATUSES) expect(mayFollow(from, 'CREATED'), from).toBe(false)
  })
})

describe('the next order to a worker', () => {
  it.each<[ReplicateStatus, string]>([
    ['STARTING', 'PLEASE_CONTINUE'],
    ['STARTED', 'PLEASE_DOWNLOAD_APP'],
    ['START_FAILED', 'PLEASE_ABORT'],
    ['APP_DOWNLOADING', 'PLEASE_CONTINUE'],
    ['APP_DOWNLOADED', 'PLEASE_DOWNLOAD_DATA'],
    ['DATA_DOWNLOADING', 'PLEASE_CONTINUE'],
    ['DATA_DOWNLOADED', 'PLEASE_COMPUTE'],
    ['COMPUTING', 'PLEASE_CONTINUE'],
    ['COMPUTE_FAILED', 'PLEASE_ABORT'],
    ['CONTRIBUTING', 'PLEASE_CONTINUE'],
    ['CONTRIBUTED', 'PLEASE_WAIT'],
    ['CONTRIBUTE_FAILED', 'PLEASE_ABORT'],
    ['REVEALING', 'PLEASE_CONTINUE'],
    ['REVEALED', 'PLEASE_WAIT'],
    ['REVEAL_FAILED', 'PLEASE_ABORT'],
    ['RESULT_UPLOADING', 'PLEASE_CONTINUE'],
    ['RESULT_UPLOADED', 'PLEASE_WAIT'],
    ['RESULT_UPLOAD_FAILED', 'PLEASE_ABORT'],
    ['CONTRIBUTE_AND_FINALIZE_ONGOING', 'PLEASE_CONTINUE'],
    ['CONTRIBUTE_AND_FINALIZE_DONE', 'PLEASE_WAIT'],
    ['CONTRIBUTE_AND_FINALIZE_FAILED', 'PLEASE_ABORT'],
    ['COMPLETING', 'PLEASE_CONTINUE'],
    ['COMPLETED', 'PLEASE_WAIT'],
    ['COMPLETE_FAILED', 'PLEASE_ABORT'],
  ])('after %s is %s', (status, action) => {
    expect(nextAction(status, undefined, false)).toBe(action)
  })

  it('after the computation is to contribute and finalise if one contribution is enough', () => {
    expect(nextAction('COMPUTED', undefined, true)).toBe('PLEASE_CONTRIBUTE_AND_FINALIZE')
    expect(nextAction('COMPUTED', undefined, false)).toBe('PLEASE_CONTRIBUTE')
  })

  it('after a failed download is to contribute the failure, if it is one the app’s author can see', () => {
    expect(nextAction('APP_DOWNLOAD_FAILED', 'APP_IMAGE_DOWNLOAD_FAILED', false)).toBe(
      'PLEASE_CONTRIBUTE',
    )
    expect(nextAction('APP_DOWNLOAD_FAILED', 'POST_COMPUTE_FAILED_UNKNOWN_ISSUE', false)).toBe(
      'PLEASE_ABORT',
    )
    expect(nextAction('APP_DOWNLOAD_FAILED', 'DATASET_FILE_BAD_CHECKSUM', false)).toBe(
      'PLEASE_ABORT',
    )
    expect(nextAction('APP_DOWNLOAD_FAILED', undefined, false)).toBe('PLEASE_ABORT')
    for (const cause of [
      'DATASET_FILE_DOWNLOAD_FAILED',
      'DATASET_FILE_BAD_CHECKSUM',
      'INPUT_FILES_DOWNLOAD_FAILED',
    ] as const)
      expect(nextAction('DATA_DOWNLOAD_FAILED', cause, false)).toBe('PLEASE_CONTRIBUTE')
    expect(nextAction('DATA_DOWNLOAD_FAILED', 'APP_IMAGE_DOWNLOAD_FAILED', false)).toBe(
      'PLEASE_ABORT',
    )
  })
})
