/** Pages of the navigation, in its order. */
export const NAVIGATION = [
  { to: '/', label: 'Overview' },
  { to: '/tasks', label: 'Tasks' },
  { to: '/deals', label: 'Deals' },
  { to: '/orders', label: 'Orders' },
  { to: '/apps', label: 'Apps' },
  { to: '/datasets', label: 'Datasets' },
  { to: '/workerpools', label: 'Workerpools' },
  { to: '/wallets', label: 'Wallets' },
  { to: '/vouchers', label: 'Vouchers' },
  { to: '/categories', label: 'Categories' },
  { to: '/blocks', label: 'Blocks' },
  { to: '/secrets', label: 'Secrets' },
  { to: '/attestation', label: 'Attestation' },
] as const
