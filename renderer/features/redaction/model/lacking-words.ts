import { thingsOf } from '../../../../contract/wording/leak-words.ts'
import type { Search } from '../../../../core/detection/detection.ts'
import { lackedClasses } from '../../../../core/detection/joined-search.ts'

/** What of the usual things nobody has looked for, and that no copy is made before; null where all of them were looked for. */
export function lackingWords(search: Search | undefined): string | null {
  const lacked = search ? lackedClasses(search) : []
  return lacked.length === 0 ? null : `Not looked for yet: ${thingsOf(lacked)}. No copy is made before that.`
}
