import PdfDocument from 'pdfkit'
import { shownDate } from '../../core/shown-date.ts'

type Page = InstanceType<typeof PdfDocument>

/** A sheet of paper: a title, sentences, and what is drawn below them. */
export type Sheet = { readonly title: string; readonly sentences: readonly string[]; readonly madeAt: string }

/** A table: each row has a cell for each column; widths are shares of the page's width that come to 1. */
export type SheetTable = {
  readonly columns: readonly { readonly name: string; readonly share: number }[]
  readonly rows: readonly (readonly string[])[]
}

const layout = { margin: 50, titleSize: 16, textSize: 10, tableSize: 9, gap: 6, footer: 24 } as const

function widthOf({ page }: Page): number {
  return page.width - 2 * layout.margin
}

function bottomOf({ page }: Page): number {
  return page.height - layout.margin - layout.footer
}

function heightOf(page: Page, { columns }: SheetTable, row: readonly string[]): number {
  const width = widthOf(page)
  const heights = row.map((text, at) =>
    page.heightOfString(text, { width: width * (columns[at]?.share ?? 0) - layout.gap }),
  )
  return Math.max(...heights) + layout.gap
}

function drawRow(page: Page, table: SheetTable, row: readonly string[], font: 'Helvetica' | 'Helvetica-Bold'): void {
  page.font(font).fontSize(layout.tableSize)
  const height = heightOf(page, table, row)
  if (page.y + height > bottomOf(page)) {
    page.addPage()
    if (font === 'Helvetica') drawHeading(page, table)
    page.font(font).fontSize(layout.tableSize)
  }
  const top = page.y
  let left: number = layout.margin
  for (const [at, { share }] of table.columns.entries()) {
    const width = widthOf(page) * share
    page.text(row[at] ?? '', left, top, { width: width - layout.gap })
    left += width
  }
  page.x = layout.margin
  page.y = top + height
  page
    .moveTo(layout.margin, page.y - layout.gap / 2)
    .lineTo(layout.margin + widthOf(page), page.y - layout.gap / 2)
    .lineWidth(0.4)
    .strokeColor('#999999')
    .stroke()
}

function drawHeading(page: Page, table: SheetTable): void {
  drawRow(
    page,
    table,
    table.columns.map(({ name }) => name),
    'Helvetica-Bold',
  )
}

/** Every page says which it is, and of how many: a sheet that is missing is noticed. */
function drawFooters(page: Page, title: string): void {
  const { start, count } = page.bufferedPageRange()
  for (let at = start; at < start + count; at++) {
    page.switchToPage(at)
    // Text below the margin would begin another page.
    page.page.margins.bottom = 0
    page.font('Helvetica').fontSize(8).fillColor('#444444')
    const text = `${title}, page ${at - start + 1} of ${count}`
    page.text(text, layout.margin, page.page.height - layout.margin, { lineBreak: false })
  }
}

/** Draws a sheet, by PDF's own standard fonts: texts are to be of signs that these have. Equal values give equal bytes. */
export function sheetPdf({ title, sentences, madeAt }: Sheet, table: SheetTable): Promise<Uint8Array> {
  const page = new PdfDocument({
    size: 'A4',
    margin: layout.margin,
    lang: 'en-GB',
    displayTitle: true,
    bufferPages: true,
    info: { Title: title, CreationDate: new Date(madeAt) },
  })
  const parts: Uint8Array[] = []
  return new Promise((resolve, reject) => {
    page.on('data', (part: Uint8Array) => parts.push(part))
    page.on('end', () => resolve(Buffer.concat(parts)))
    page.on('error', reject)
    page.font('Helvetica-Bold').fontSize(layout.titleSize).text(title).moveDown(0.4)
    page.font('Helvetica').fontSize(layout.textSize)
    for (const sentence of [...sentences, `Made on ${shownDate(madeAt) ?? madeAt}.`])
      page.text(sentence, { width: widthOf(page), lineGap: 1.5 }).moveDown(0.3)
    page.moveDown(0.6)
    drawHeading(page, table)
    for (const row of table.rows) drawRow(page, table, row, 'Helvetica')
    drawFooters(page, title)
    page.end()
  })
}
