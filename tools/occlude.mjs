/**
 * `npm run -s occlude -- ARGUMENT...`: sets up when something is missing, then starts the command line, or, for
 * `bench`, the benchmarks (they may import every room, which the command line may not).
 */
import process from 'node:process'
import { projectFolder, setUpAndContinue } from './setup.mjs'

const [first, ...rest] = process.argv.slice(2)
const command = first === 'bench' ? ['tools/bench/bench.ts', ...rest] : ['cli/occlude.ts', ...process.argv.slice(2)]
setUpAndContinue({ home: projectFolder, forTests: false, command })
