import { expect, it } from 'vitest'
import { keepStatements } from './kept-statements.ts'
import type { Statement } from './sqlite.ts'

function counting() {
  const prepared: string[] = []
  const nothing = () => undefined
  const prepare = (text: string): Statement => {
    prepared.push(text)
    const run = () => ({ changes: 0, lastInsertRowid: 0 })
    return { reader: false, run, get: nothing, all: () => [], iterate: () => [].values() }
  }
  return { prepared, connection: keepStatements({ prepare, close: nothing }) }
}

it('prepares a text once', () => {
  const { prepared, connection } = counting()
  const first = connection.prepare('SELECT 1')
  connection.prepare('SELECT 2')
  expect(connection.prepare('SELECT 1')).toBe(first)
  expect(prepared).toEqual(['SELECT 1', 'SELECT 2'])
})

it('keeps a bounded number of them, those that were used last', () => {
  const { prepared, connection } = counting()
  for (let number = 0; number < 1_000; number++) {
    connection.prepare('often')
    connection.prepare(`once ${number}`)
  }
  expect(prepared.filter((text) => text === 'often')).toHaveLength(1)
  connection.prepare('once 999')
  expect(prepared).toHaveLength(1_001)
  connection.prepare('once 0')
  expect(prepared).toHaveLength(1_002)
})

it('prepares anew after it was closed', () => {
  const { prepared, connection } = counting()
  connection.prepare('SELECT 1')
  connection.close()
  connection.prepare('SELECT 1')
  expect(prepared).toHaveLength(2)
})
