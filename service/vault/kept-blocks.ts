import { readBlock } from '../../contract/detection-journal.ts'
import { type DetectionBlock, framesOfBlock } from '../../core/detection/detection-blocks.ts'
import type { AuditDraft } from '../../core/ports/vault/vault-records.ts'
import type { VaultStore } from '../../core/ports/vault/vault-store.ts'
import type { RedactionId } from '../../core/redaction/redaction-record.ts'
import { failed, ok, type Result } from '../../core/result.ts'

/** What finished blocks are kept of. `basis` stands for search, models and versions: other blocks are of no use. */
export type BlockSubject = { readonly id: RedactionId; readonly basis: string; readonly frames: number }

/** A finished block as it is kept. */
export type KeptBlock = { readonly basis: string; readonly block: number; readonly content: string }

/** Makes a block durable, and with it how many frames are examined. */
export type SaveBlock = (kept: KeptBlock, examined: number) => Promise<Result<void>>

/** Keeps blocks as changes of an open vault, each with an entry of the log. */
export function savedInVault(
  store: Pick<VaultStore, 'change'>,
  id: RedactionId,
  draft: (block: number) => AuditDraft,
): SaveBlock {
  return (kept, examined) =>
    store.change(draft(kept.block), async (write) => {
      if (!(await write.redaction(id))) return failed({ kind: 'no-such-redaction' })
      await write.putRedactionBlock(id, kept, examined)
      return ok(undefined)
    })
}

/** The finished blocks of a redaction's detection: each is durable before the next is taken, so that a killed process costs one. */
export class KeptBlocks {
  readonly #subject: BlockSubject
  readonly #blocks = new Map<number, DetectionBlock>()
  readonly #keep: SaveBlock
  #examined = 0
  #saving: Promise<Result<void>> = Promise.resolve(ok(undefined))

  private constructor(subject: BlockSubject, keep: SaveBlock, kept: readonly DetectionBlock[]) {
    this.#subject = subject
    this.#keep = keep
    for (const block of kept) this.#take(block)
  }

  /** Those that an earlier run has kept. What cannot be read is examined anew. */
  static async of(store: Pick<VaultStore, 'read'>, subject: BlockSubject, keep: SaveBlock): Promise<KeptBlocks> {
    const texts = await store.read.redactionBlocks(subject.id, subject.basis)
    const kept = texts.flatMap((text) => {
      const block = readBlock(text, 'block', subject.frames)
      return block.ok ? [block.value] : []
    })
    return new KeptBlocks(subject, keep, kept)
  }

  get all(): readonly DetectionBlock[] {
    return [...this.#blocks.values()]
  }

  /** Frames of finished blocks. */
  get examined(): number {
    return this.#examined
  }

  /** Keeps a block in its turn; answers once it is durable. After one that could not be kept none is. */
  keep(block: DetectionBlock): Promise<Result<void>> {
    this.#saving = this.#saving.then((before) => (before.ok ? this.#save(block) : before))
    return this.#saving
  }

  /** Answers when everything that was given is kept, or why it is not. */
  saved(): Promise<Result<void>> {
    return this.#saving
  }

  async #save(block: DetectionBlock): Promise<Result<void>> {
    const { basis } = this.#subject
    const examined = this.#examined + this.#framesOf(block)
    const saved = await this.#keep({ basis, block: block.block, content: JSON.stringify(block) }, examined)
    if (saved.ok) this.#take(block)
    return saved
  }

  #framesOf({ block }: DetectionBlock): number {
    const [from, until] = framesOfBlock(block, this.#subject.frames)
    return this.#blocks.has(block) ? 0 : until - from
  }

  #take(block: DetectionBlock): void {
    this.#examined += this.#framesOf(block)
    this.#blocks.set(block.block, block)
  }
}
