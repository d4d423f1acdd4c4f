/** Pages of the navigation, in its order. */
export const NAVIGATION = [
  { to: '/', label: 'Overview' },
  { to: '/tasks', label: 'Tasks' },
  { to: '/deals', label: 'Deals' },
  { to: '/blocks', label: 'Blocks' },
] as const
