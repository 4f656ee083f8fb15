import { existsSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { runDebian } from '../clips/debian-ffmpeg.ts'
import { spokenRate } from './espeak.ts'

/**
 * Recordings of real people and real music that Debian packages, used as data and never shipped: telephone prompts
 * (`asterisk-core-sounds-en-g722` and its sisters for es, fr, it and ru; CC-BY-SA-3.0 and CC-BY-3.0) and music
 * (`asterisk-moh-opsound-g722`, CC-BY-SA-2.5). Absent until somebody installs them.
 */
const home = '/usr/share/asterisk'

/** Bytes of a prompt that is a sentence of 1.5 to 5 s: G.722 takes 8,000 a second. */
const [shortest, longest] = [12_000, 40_000]

const promptsEach = 8

async function decoded(path: string, seconds: number): Promise<Float32Array> {
  const options = ['-f', 'g722', '-i', path, '-t', String(seconds), '-ar', String(spokenRate), '-f', 'f32le', 'pipe:1']
  const { stdout } = await runDebian('ffmpeg', options)
  return new Float32Array(stdout.buffer.slice(stdout.byteOffset, stdout.byteOffset + (stdout.length & ~3)))
}

async function soundsIn(folder: string): Promise<readonly string[]> {
  return existsSync(folder) ? (await readdir(folder)).filter((name) => name.endsWith('.g722')).toSorted() : []
}

/** A person, and sentences at `spokenRate`. */
export type Recorded = { readonly name: string; readonly utterances: readonly Float32Array[] }

/** Every voice that is installed (one person has two languages), with the first eight sentences of each. */
export async function recordedPeople(): Promise<readonly Recorded[]> {
  const folder = join(home, 'sounds')
  const people: Recorded[] = []
  for (const name of existsSync(folder) ? (await readdir(folder)).toSorted() : []) {
    const utterances: Float32Array[] = []
    for (const file of await soundsIn(join(folder, name))) {
      const path = join(folder, name, file)
      const { size } = await stat(path)
      if (utterances.length < promptsEach && size >= shortest && size <= longest)
        utterances.push(await decoded(path, 10))
    }
    if (utterances.length > 0) people.push({ name, utterances })
  }
  return people
}

/** The first minute of each piece of music that is installed. */
export async function recordedMusic(): Promise<readonly Float32Array[]> {
  const folder = join(home, 'moh')
  const pieces: Float32Array[] = []
  for (const file of await soundsIn(folder)) pieces.push(await decoded(join(folder, file), 60))
  return pieces
}
