import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { avChannelLayoutDefault } from 'node-av/lib'
import { ModelSound } from '../../native/speech/model-sound.ts'
import { modelRate } from '../../native/speech/speech-model.ts'
import { samplesOfWav } from './wav-file.ts'

const run = promisify(execFile)

/** How a sentence is spoken: a voice of espeak-ng, words a minute, and pitch from 0 to 99. */
export type Voice = { readonly name: string; readonly speed: number; readonly pitch: number }

/** A sentence spoken by Debian's espeak-ng, mono at the rate of the speech model. Rejects where it is not installed. */
export async function speak(text: string, { name, speed, pitch }: Voice): Promise<Float32Array> {
  const folder = await mkdtemp(join(tmpdir(), 'occlude-speech-'))
  try {
    const path = join(folder, 'spoken.wav')
    await run('espeak-ng', ['-v', name, '-s', String(speed), '-p', String(pitch), '-w', path, text])
    const { samples, rate } = samplesOfWav(await readFile(path))
    const sound = new ModelSound({ rate, channels: 1, layout: avChannelLayoutDefault(1) })
    try {
      const [whole = new Float32Array(0)] = sound.convert([samples])
      const [rest = new Float32Array(0)] = sound.convert(null)
      return Float32Array.from([...whole, ...rest])
    } finally {
      sound.close()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Samples a second of what is spoken. */
export const spokenRate = modelRate
