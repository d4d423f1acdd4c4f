/** Errors of the task domain. */
export const taskErrors = {} as const
