import { join } from 'node:path'
import { createClock } from '@iexec-sim/chain'
import { createLog } from '@iexec-sim/door'
import { Changes, Sessions } from '@iexec-sim/explorer'
import { MisbehaviourBook } from '@iexec-sim/faults'
import { LiveLogs, TimelineBook } from '@iexec-sim/timeline'
import type { NetworkConfig } from '../config.ts'
import { openFaultBook } from '../faults/open-fault-book.ts'
import { Draws } from '../home/draws.ts'
import { openHome } from '../home/home.ts'
import { KeptMoment } from '../home/kept-moment.ts'
import { CallBook } from '../stand-ins/call-book.ts'
import { ringForRecords } from '../timeline/ring-for-records.ts'
import type { Building } from './building.ts'

/**
 * Opens the parts that come before any service: the network's folder, its log, its clock and its
 * books.
 */
export function layGround(config: NetworkConfig, closing: AsyncDisposableStack): Building {
  // Wrong entries are refused before a folder is touched.
  const changes = new Changes()
  const misbehaviours = new MisbehaviourBook(config.workers, config.misbehaviours, () =>
    changes.ring('misbehaviours'),
  )
  const faults = openFaultBook(config, () => changes.ring('faults'))
  const home = openHome(config, closing)
  // A folder of several moments is refused as it is, before anything is written to it.
  const moment = config.stateDir === undefined ? undefined : KeptMoment.check(home.path)
  const clock = createClock()
  const log = createLog({
    level: config.logLevel,
    ...(config.stateDir ? { file: join(home.logDir, 'network.log') } : {}),
  })
  const timelineDir = home.dir('timeline')
  const timeline = new TimelineBook({
    path: timelineDir === undefined ? ':memory:' : join(timelineDir, 'timeline.db'),
    networkNow: () => clock.now(),
    onError: (error) => log.error({ reason: error.message }, 'the timeline could not be kept'),
  })
  const liveLogs = new LiveLogs()
  ringForRecords(changes, timeline, liveLogs)
  // Closed last: all else may still have something to record.
  closing.defer(() => timeline.close())
  return {
    config,
    id: home.id,
    home,
    moment,
    dir: home.dir,
    log,
    clock,
    timeline,
    liveLogs,
    closing,
    faults,
    misbehaviours,
    calls: new CallBook(clock),
    draws: new Draws(config.seed, home.path),
    changes,
    sessions: new Sessions(),
    unexpected: { count: 0 },
  }
}
