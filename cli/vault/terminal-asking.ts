import { createInterface, type Interface } from 'node:readline'
import { Writable } from 'node:stream'
import type { Asking } from './sign-in.ts'

type Input = NodeJS.ReadableStream & { readonly isTTY?: boolean }

/** Takes what readline would echo, and shows none of it. */
const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })

function answerTo(reader: Interface, question: string): Promise<string | null> {
  return new Promise((resolve) => {
    reader.once('close', () => resolve(null))
    reader.question(question, (answer) => {
      resolve(answer)
      reader.close()
    })
  })
}

/** Asks on the terminal that the streams are; where input is no terminal it is read line by line instead. */
export function terminalAsking(input: Input, output: NodeJS.WritableStream): Asking {
  let lines: AsyncIterator<string> | null = null
  return {
    secret: async (question) => {
      if (!input.isTTY) return null
      output.write(question)
      const answer = await answerTo(createInterface({ input, output: nowhere, terminal: true }), '')
      output.write('\n')
      return answer
    },
    line: async (question) => (input.isTTY ? answerTo(createInterface({ input, output }), question) : null),
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
