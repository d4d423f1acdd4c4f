import manifest from '../../stack/package.json' with { type: 'json' }

/** Version of the simulator. */
export const VERSION: string = manifest.version
