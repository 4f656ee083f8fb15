import process from 'node:process'

/** `npm run bench:player [-- --json]`: the part of `bench.ts` that measures the player, the library around it, and the first screen. */
process.argv.splice(2, 0, 'player')
await import('./bench.ts')
