import process from 'node:process'
import { createInterface } from 'node:readline/promises'
import type { MessageBoxOptions, MessageBoxReturnValue, OpenDialogOptions, OpenDialogReturnValue } from 'electron'
import { done } from './program.ts'

/** What tests have chosen beforehand, in order. */
export const chosenBeforehand: (readonly string[])[] = []

async function askedOnTerminal(title: string): Promise<readonly string[]> {
  if (!process.stdin.isTTY) return []
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  try {
    const line = await lines.question(`${title} (type its path here, or nothing): `)
    return line.trim() === '' ? [] : [line.trim()]
  } finally {
    lines.close()
  }
}

/** Electron's `dialog`: answered by tests, else by whoever sits at the terminal. */
export const standInDialogs = {
  showOpenDialog: async (_window: unknown, options: OpenDialogOptions): Promise<OpenDialogReturnValue> => {
    done.push({ what: 'dialog', value: options.title })
    const paths = chosenBeforehand.shift() ?? (await askedOnTerminal(options.title ?? 'Choose'))
    return { canceled: paths.length === 0, filePaths: [...paths] }
  },
  /** Nobody is there to read it: the first answer is given. */
  showMessageBox: async (
    _window: unknown,
    { message, defaultId = 0 }: MessageBoxOptions,
  ): Promise<MessageBoxReturnValue> => {
    done.push({ what: 'message', value: message })
    return { response: defaultId, checkboxChecked: false }
  },
}
