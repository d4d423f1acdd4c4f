import { AboutNetwork } from './about-network.tsx'
import { ClockCard } from './clock.tsx'
import { FaultsCard } from './faults.tsx'
import { LastBlocks, LastTasks } from './latest.tsx'
import { MisbehavioursCard } from './misbehaviours.tsx'
import { SnapshotsCard } from './snapshots.tsx'
import { WorkersCard } from './workers.tsx'
import '../../style/overview.css'

/** `/`: what runs, how it is, and what changes it. */
export function OverviewPage() {
  return (
    <>
      <h1>Overview</h1>
      <div className="cards">
        <LastTasks />
        <WorkersCard />
        <ClockCard />
        <SnapshotsCard />
        <FaultsCard />
        <MisbehavioursCard />
        <LastBlocks />
        <AboutNetwork />
      </div>
    </>
  )
}
