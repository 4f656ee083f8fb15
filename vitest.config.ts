import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

const everywhere = ['**/node_modules/**', 'dist/**', 'build/**', 'tools/fixtures/**']
const integration = '**/*.integration.test.ts'
const long = '**/*.long.test.ts'

/**
 * Hundreds of command lines and engine processes are started, each of which would compile the same modules anew: half of the time that
 * it takes to start. Node tells by their content whether what it kept still holds.
 */
const env = { NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules/.cache/occlude-compiled') }

/** What a loaded machine does within a minute is no failure: how fast things are is measured by benchmarks, never claimed by a test. */
const expect = { poll: { timeout: 60_000 } }

/**
 * Three kinds of test, told apart by their file names: `x.test.ts` is pure and takes milliseconds,
 * `x.integration.test.ts` runs the real engine at small sizes, `x.long.test.ts` runs at full sizes.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['**/*.test.ts'],
          exclude: [...everywhere, integration, long],
          testTimeout: 20_000,
          expect: { poll: { timeout: 15_000 } },
        },
      },
      {
        test: {
          name: 'integration',
          env,
          expect,
          globalSetup: './tools/compile-engine.ts',
          include: [integration],
          exclude: everywhere,
          pool: 'forks',
          maxWorkers: 2,
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: 'long',
          env,
          expect,
          globalSetup: './tools/compile-engine.ts',
          include: [long],
          exclude: everywhere,
          pool: 'forks',
          maxWorkers: 1,
          testTimeout: 3_600_000,
          hookTimeout: 3_600_000,
        },
      },
    ],
  },
})
