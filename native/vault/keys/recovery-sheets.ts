import PdfDocument from 'pdfkit'
import { type RecoveryShare, type RecoveryShares, shareLines } from './recovery-shares.ts'

/** A sheet of paper with one share, twice: to print, and as text. Both are secret; neither is kept by Occlude. */
export type RecoverySheet = { readonly number: 1 | 2; readonly pdf: Uint8Array; readonly text: string }

type Section = { readonly heading: string; readonly sentences: readonly string[] }

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

function dayOf(date: string): string {
  const [year, month, day] = date.split('-').map(Number)
  return `${day} ${months[(month ?? 1) - 1]} ${year}`
}

function vaultOf(share: RecoveryShare): string {
  return (share.vaultId.match(/.{4}/g) ?? []).join('-').toUpperCase()
}

const beforeCode: readonly Section[] = [
  {
    heading: 'What this is',
    sentences: [
      'This vault of video can be opened again with two sheets like this one, when somebody has forgotten their passphrase, has left, or a computer was lost.',
      'One sheet alone opens nothing and tells nothing. Both together open everything, without any passphrase.',
      'There is no other way in. If all passphrases and either sheet are lost, the videos are lost.',
    ],
  },
  {
    heading: 'Who keeps it',
    sentences: [
      'Two different people keep the two sheets, each locked away, such as in a sealed envelope in a safe.',
      'Never keep both in one place, with one person, or in one envelope. Never photograph, scan, e-mail or photocopy a sheet.',
      'If a sheet may have been seen or is missing, tell the administrator of the vault on the same day, so that new sheets are made.',
      'When whoever keeps it leaves, hand the sheet itself to the next person.',
    ],
  },
]

const afterCode: readonly Section[] = [
  {
    heading: 'How to use it',
    sentences: [
      'Both people come to the computer with the vault. The administrator runs: occlude user recover NAME',
      'Each types the 16 groups of their own sheet. Capital and small letters are the same; hyphens and spaces may be left out; there is no letter O, I, L or U in it.',
      'The last character of each group is a check: Occlude says in which group a typing mistake is, and whether a sheet belongs to another vault.',
      'Afterwards each takes their sheet back. It stays good until new sheets are made.',
    ],
  },
]

function wrapped(text: string, width: number): string {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + word.length + 1 > width) {
      lines.push(line)
      line = ''
    }
    line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line].join('\n')
}

function sectionText({ heading, sentences }: Section): string {
  return [heading.toUpperCase(), ...sentences.map((sentence) => wrapped(sentence, 76))].join('\n')
}

function sheetText(share: RecoveryShare): string {
  const title = `OCCLUDE RECOVERY SHEET ${share.number} OF 2 - SECRET`
  const facts = [`Vault:  ${vaultOf(share)}`, `Made:   ${dayOf(share.date)}`, `Sheet:  ${share.number} of 2`].join('\n')
  const code = shareLines(share)
    .map((line) => `    ${line}`)
    .join('\n')
  const parts = [title, facts, ...beforeCode.map(sectionText), code, ...afterCode.map(sectionText)]
  return `${parts.join('\n\n')}\n`
}

type Page = InstanceType<typeof PdfDocument>

function drawSection(page: Page, { heading, sentences }: Section): void {
  page.moveDown(0.8).font('Helvetica-Bold').fontSize(12).text(heading)
  page.moveDown(0.2).font('Helvetica').fontSize(10.5)
  for (const sentence of sentences) page.text(sentence, { lineGap: 1.5 }).moveDown(0.25)
}

function drawCode(page: Page, share: RecoveryShare): void {
  const left = page.page.margins.left
  const top = page.y + 14
  page.rect(left, top, page.page.width - 2 * left, 128).stroke()
  for (const [row, line] of shareLines(share).entries()) {
    const first = row * 4 + 1
    page.font('Helvetica').fontSize(9)
    page.text(`${first} to ${first + 3}`, left + 14, top + 19 + row * 27, { lineBreak: false })
    page.font('Courier-Bold').fontSize(17)
    page.text(line, left + 84, top + 14 + row * 27, { lineBreak: false })
  }
  page.x = left
  page.y = top + 132
}

function drawSheet(page: Page, share: RecoveryShare): void {
  page.font('Helvetica-Bold').fontSize(20).text(`Occlude recovery sheet ${share.number} of 2`)
  page.moveDown(0.3).font('Helvetica').fontSize(11)
  page.text(`Secret. Vault ${vaultOf(share)}, made on ${dayOf(share.date)}.`)
  for (const section of beforeCode) drawSection(page, section)
  drawCode(page, share)
  for (const section of afterCode) drawSection(page, section)
  page.moveDown(1.2).font('Helvetica').fontSize(10.5)
  page.text('Kept by (name, place, date): ____________________________________________________')
}

/** A4, standard fonts only; says nothing but what is in the share, so that equal shares give equal bytes. */
function sheetPdf(share: RecoveryShare): Promise<Uint8Array> {
  const made = new Date(`${share.date}T00:00:00Z`)
  const page = new PdfDocument({
    size: 'A4',
    margin: 56,
    lang: 'en-GB',
    displayTitle: true,
    info: { Title: `Occlude recovery sheet ${share.number} of 2`, CreationDate: made },
  })
  const parts: Uint8Array[] = []
  return new Promise((resolve, reject) => {
    page.on('data', (part: Uint8Array) => parts.push(part))
    page.on('end', () => resolve(Buffer.concat(parts)))
    page.on('error', reject)
    drawSheet(page, share)
    page.end()
  })
}

/** The two sheets of a recovery key. Without names or paths: whoever keeps a sheet writes that on it by hand. */
export async function recoverySheets(shares: RecoveryShares): Promise<readonly [RecoverySheet, RecoverySheet]> {
  const [one, two] = shares
  return [
    { number: 1, pdf: await sheetPdf(one), text: sheetText(one) },
    { number: 2, pdf: await sheetPdf(two), text: sheetText(two) },
  ]
}
