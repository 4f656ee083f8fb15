import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** What only the stand-in can do: another page, another process in the place of the workstation process. */
type OnlyStandIn = { readonly testPage?: boolean; readonly sample?: boolean }

/** True where the `electron` package of a project has its binary, which its own install script would have fetched. */
export function hasElectron(project: string): boolean {
  return existsSync(join(project, 'node_modules/electron/dist/version'))
}

/** What the workstation is started on: Electron wherever it can be had, for all that it can do. */
export function programFor(asked: OnlyStandIn, isElectronThere: boolean): 'electron' | 'stand-in' {
  return isElectronThere && !asked.testPage && !asked.sample ? 'electron' : 'stand-in'
}

/** The words that start the compiled program on Electron. */
export function electronWords(project: string, userData: string, words: readonly string[]): string[] {
  return [join(project, 'dist/electron/main/main.js'), '--no-keyring', `--user-data-dir=${userData}`, ...words]
}
