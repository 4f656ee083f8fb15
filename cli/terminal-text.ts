/** What acts on a terminal (contract/wording/plain-line.ts), as far as JSON leaves it in strings as it is. */
const unescaped = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu

/** JSON that means the same and does nothing to a terminal: programs are tried by hand, too. */
export function terminalJson(json: string): string {
  return json.replaceAll(unescaped, (character) =>
    character
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  )
}
