/** Pages of the navigation, in its order. */
export const NAVIGATION = [
  { to: '/', label: 'Overview' },
  { to: '/blocks', label: 'Blocks' },
] as const
