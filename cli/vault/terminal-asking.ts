import { createInterface, type Interface } from 'node:readline'
import { Writable } from 'node:stream'
import type { Asking } from './sign-in.ts'

type Input = NodeJS.ReadableStream & { readonly isTTY?: boolean }

/** Takes what readline would echo, and shows none of it. */
const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })

function answerTo(reader: Interface, question: string, onStop: () => void): Promise<string | null> {
  return new Promise((resolve, reject) => {
    // In raw mode Ctrl-C is a key like any other: nobody else would notice it.
    reader.once('SIGINT', () => {
      onStop()
      reject(new DOMException('stopped while asking', 'AbortError'))
      reader.close()
    })
    reader.once('close', () => resolve(null))
    reader.question(question, (answer) => {
      resolve(answer)
      reader.close()
    })
  })
}

/**
 * Asks on the terminal that the streams are; where input is no terminal it is read line by line instead. Ctrl-C calls `onStop`
 * and ends the question with an AbortError, as an aborted signal does.
 */
export function terminalAsking(input: Input, output: NodeJS.WritableStream, onStop: () => void): Asking {
  let lines: AsyncIterator<string> | null = null
  return {
    secret: async (question) => {
      if (!input.isTTY) return null
      output.write(question)
      try {
        return await answerTo(createInterface({ input, output: nowhere, terminal: true }), '', onStop)
      } finally {
        output.write('\n')
      }
    },
    line: async (question) => {
      if (!input.isTTY) return null
      const stop = (): void => {
        output.write('\n')
        onStop()
      }
      return answerTo(createInterface({ input, output }), question, stop)
    },
    input: async () => {
      if (input.isTTY) return null
      lines ??= createInterface({ input })[Symbol.asyncIterator]()
      const next = await lines.next()
      // Whoever goes on writing is not waited for.
      if ('unref' in input && typeof input.unref === 'function') input.unref()
      return next.done ? null : next.value
    },
  }
}
