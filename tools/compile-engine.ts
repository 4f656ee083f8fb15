import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** What an engine process loads for its jobs, by its place in the project. */
const modules = [
  'native/engine/worker.ts',
  'native/engine/detect-job.ts',
  'native/following/follow-regions.ts',
  'native/media/first-look.ts',
  'native/media/render/render-copy.ts',
  'native/media/show-frames.ts',
  'native/media/verify/verify-copy.ts',
  'native/speech/listen.ts',
]

/**
 * Before the tests: compiles what engine processes load. They are killed when they have answered, so that they keep nothing of what
 * they compiled for the next one.
 */
export async function setup(): Promise<void> {
  const folder = join(import.meta.dirname, '..')
  const load = modules.map((path) => `await import(${JSON.stringify(join(folder, path))})`).join('\n')
  const cache = join(folder, 'node_modules/.cache/occlude-compiled')
  const env = { ...process.env, NODE_COMPILE_CACHE: cache }
  await promisify(execFile)(process.execPath, ['--input-type=module', '-e', `${load}\nprocess.exit(0)`], { env })
}
