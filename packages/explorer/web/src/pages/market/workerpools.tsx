import { AssetList } from './asset-list.tsx'
import { AssetView } from './asset-view.tsx'

/** `/workerpools`: all of them. */
export const WorkerpoolsPage = () => <AssetList kind="workerpool" />

/** `/workerpools/0x…`: one of them. */
export const WorkerpoolPage = () => <AssetView kind="workerpool" />
