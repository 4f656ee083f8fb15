import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { askedUserData } from './words.ts'

/** The folder for what is kept between starts. Where none was asked for, one that nobody comes back to. */
export const userData = askedUserData ?? mkdtempSync(join(tmpdir(), 'occlude-stand-in-'))

/** True: it goes with the program. */
export const userDataIsOurs = askedUserData === null
