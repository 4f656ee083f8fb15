/** What was written is given: keys are the editor's again, so that the next card is one press away. */
export function leaveField(field: HTMLElement): void {
  field.closest('[aria-label="Redaction editor"]')?.querySelector<HTMLElement>('.player-desk')?.focus()
}
