import process from 'node:process'

function wordAfter(name: string): string | null {
  const word = process.argv.find((each) => each.startsWith(`${name}=`))
  return word === undefined ? null : word.slice(name.length + 1)
}

/** The folder for what is kept between starts; as of Electron, `--user-data-dir=DIR`. */
export const askedUserData = wordAfter('--user-data-dir')

/** Chromium's program. */
export const chromiumProgram = wordAfter('--stand-in-chromium') ?? '/usr/bin/chromium'

/** No window is shown; pages are drawn all the same. */
export const headless = process.argv.includes('--headless')

/** As of Electron: tests drive the page over a port of the loopback. Without the word there is none. */
export const debuggingPort = wordAfter('--remote-debugging-port')

/** A folder whose files stand in for the window's own, under the very same headers: a page for tests of the host. */
export const pageFolder = wordAfter('--stand-in-page')

/** A script in the place of every process that the program starts: for tests of the ways between them. */
export const processScript = wordAfter('--stand-in-process')
