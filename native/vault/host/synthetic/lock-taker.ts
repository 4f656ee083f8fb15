import { instant } from '../../../../core/ports/clock.ts'
import { takeLock } from '../lock-file.ts'

/** Takes the lock of the folder that it is told of, says how that went, and keeps it until it is told to let go. */
process.on('message', async (message: { folder: string } | 'let-go') => {
  if (message === 'let-go') return process.exit(0)
  const since = instant('2026-11-23T10:00:00.000Z')
  const taken = await takeLock(message.folder, 'vault', { program: `taker-${process.pid}`, since })
  process.send?.(taken.ok ? 'taken' : taken.failure.kind)
})
process.send?.('ready')
