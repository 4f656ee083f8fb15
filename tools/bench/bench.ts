import { cpus } from 'node:os'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { benchDetect } from './detect.ts'
import { benchEditor } from './editor-speed.ts'
import { benchFollow } from './follow.ts'
import { benchKernels } from './kernels.ts'
import { benchLibrary } from './library-speed.ts'
import { type Measure, tableOf } from './measure.ts'
import { benchPlayer } from './player-speed.ts'
import { benchQuantised } from './quantised.ts'
import { benchRender } from './render.ts'
import { benchSeek } from './seek.ts'
import { benchSpeech } from './speech.ts'
import { benchVault } from './vault.ts'

/**
 * `occlude bench render|detect|seek|follow|speech|kernels|quantised|vault|player|library|editor [--json] [--small]`: measures on the demo clip, as ratios in one run, because machines
 * differ and are shared. `--small` takes sizes that show that a benchmark runs, where it has such; their figures mean nothing. `--json` gives a line per measure.
 */
const benches: Readonly<Record<string, (small: boolean) => Promise<readonly Measure[]>>> = {
  render: benchRender,
  detect: benchDetect,
  seek: benchSeek,
  follow: benchFollow,
  speech: benchSpeech,
  kernels: benchKernels,
  quantised: benchQuantised,
  player: async (small) => [...(await benchPlayer()), ...(await benchLibrary(small ? 'small' : 'full'))],
  library: (small) => benchLibrary(small ? 'small' : 'full'),
  editor: (small) => benchEditor(small ? 'small' : 'full'),
  vault: (small) => benchVault(small ? 'small' : 'full'),
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean' }, small: { type: 'boolean' } },
})
const bench = benches[positionals[0] ?? '']
if (bench && positionals.length === 1) {
  const measures = await bench(values.small === true)
  if (values.json) for (const line of measures) process.stdout.write(`${JSON.stringify(line)}\n`)
  else process.stdout.write(`${tableOf(measures)}\n\n${cpus().length} processors: ${cpus()[0]?.model ?? 'unknown'}\n`)
} else {
  process.stderr.write(
    `Say which benchmark to run: occlude bench ${Object.keys(benches).join('|')} [--json] [--small]\n`,
  )
  process.exitCode = 2
}
