import { AssetList } from './asset-list.tsx'
import { AssetView } from './asset-view.tsx'

/** `/apps`: all of them. */
export const AppsPage = () => <AssetList kind="app" />

/** `/apps/0x…`: one of them. */
export const AppPage = () => <AssetView kind="app" />
