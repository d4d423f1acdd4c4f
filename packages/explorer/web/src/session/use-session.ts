import { useApi } from '../live/use-api.ts'

/** Whether this page may control the network and see what apps print. */
export const useSession = (): boolean => useApi<{ open: boolean }>('/session').data?.open ?? false
