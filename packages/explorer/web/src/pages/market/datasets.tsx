import { AssetList } from './asset-list.tsx'
import { AssetView } from './asset-view.tsx'

/** `/datasets`: all of them. */
export const DatasetsPage = () => <AssetList kind="dataset" />

/** `/datasets/0x…`: one of them. */
export const DatasetPage = () => <AssetView kind="dataset" />
