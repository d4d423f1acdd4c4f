import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from '@tanstack/react-router'
import { NotFound } from './pages/not-found.tsx'
import { Shell } from './parts/shell.tsx'

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound })

/** A page, which is loaded when it is first looked at. */
const page = <const Path extends string, Name extends string>(
  path: Path,
  load: () => Promise<{ [Key in Name]: () => React.ReactNode }>,
  name: NoInfer<Name>,
) => createRoute({ getParentRoute: () => root, path, component: lazyRouteComponent(load, name) })

/** The pages and their addresses, one line each. */
export const router = createRouter({
  routeTree: root.addChildren([
    page('/', () => import('./pages/overview/overview.tsx'), 'OverviewPage'),
    page('/secrets', () => import('./pages/secret/secrets.tsx'), 'SecretsPage'),
    page(
      '/secrets/$framework/$family/$owner/$name',
      () => import('./pages/secret/secret.tsx'),
      'SecretPage',
    ),
    page('/attestation', () => import('./pages/attestation/attestation.tsx'), 'AttestationPage'),
    page('/tasks/$id', () => import('./pages/task/task.tsx'), 'TaskPage'),
    page('/tasks', () => import('./pages/market/tasks.tsx'), 'TasksPage'),
    page('/deals', () => import('./pages/market/deals.tsx'), 'DealsPage'),
    page('/deals/$id', () => import('./pages/market/deal.tsx'), 'DealPage'),
    page('/apps', () => import('./pages/market/apps.tsx'), 'AppsPage'),
    page('/apps/$address', () => import('./pages/market/apps.tsx'), 'AppPage'),
    page('/datasets', () => import('./pages/market/datasets.tsx'), 'DatasetsPage'),
    page('/datasets/$address', () => import('./pages/market/datasets.tsx'), 'DatasetPage'),
    page('/workerpools', () => import('./pages/market/workerpools.tsx'), 'WorkerpoolsPage'),
    page('/workerpools/$address', () => import('./pages/market/workerpools.tsx'), 'WorkerpoolPage'),
    page('/orders', () => import('./pages/market/orders.tsx'), 'OrdersPage'),
    page('/wallets', () => import('./pages/market/wallets.tsx'), 'WalletsPage'),
    page('/wallets/$address', () => import('./pages/market/wallet.tsx'), 'WalletPage'),
    page('/categories', () => import('./pages/market/categories.tsx'), 'CategoriesPage'),
    page('/vouchers', () => import('./pages/market/vouchers.tsx'), 'VouchersPage'),
    page('/blocks', () => import('./pages/chain/blocks.tsx'), 'BlocksPage'),
    page('/blocks/$id', () => import('./pages/chain/block.tsx'), 'BlockPage'),
    page('/tx/$hash', () => import('./pages/chain/transaction.tsx'), 'TransactionPage'),
  ]),
  defaultPreload: 'intent',
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
