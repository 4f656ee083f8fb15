/** What would move the cursor, clear the screen or turn the direction of writing: names, notes and reasons may hold it. */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu

/** The same, as far as JSON leaves it in strings as it is. */
const unescaped = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu

/** One line that does nothing to a terminal but stand there. */
export function terminalLine(text: string): string {
  return text.replaceAll(unprintable, '?')
}

/** JSON that means the same and does nothing to a terminal: programs are tried by hand, too. */
export function terminalJson(json: string): string {
  return json.replaceAll(unescaped, (character) =>
    character
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  )
}
