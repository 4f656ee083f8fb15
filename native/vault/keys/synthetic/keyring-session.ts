import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** What the credential store of a session is: there is no bus to ask, it waits for a person, or it is open. */
export type SessionStore = 'no-bus' | 'locked' | 'unlocked'

/**
 * What a script prints as JSON, run by node in a process of its own that sees nothing of the real home or bus: a gnome-keyring that
 * lives in the folder `home` and stays there for the next session.
 */
export async function inKeyringSession(home: string, how: SessionStore, script: readonly string[]): Promise<unknown> {
  const node = [process.execPath, ...script]
  const unlock = 'printf %s made-up | gnome-keyring-daemon --unlock --components=secrets > "$HOME/started"; exec "$@"'
  const commands = {
    'no-bus': node,
    locked: ['dbus-run-session', '--', ...node],
    unlocked: ['dbus-run-session', '--', 'sh', '-c', unlock, 'sh', ...node],
  }
  const [program = '', ...parameters] = commands[how]
  const env = { PATH: '/usr/bin:/bin', HOME: home, XDG_DATA_HOME: join(home, 'data'), XDG_RUNTIME_DIR: home }
  const { stdout } = await run(program, parameters, { env, timeout: 60_000 })
  return JSON.parse(stdout)
}
