import PdfDocument from 'pdfkit'
import type { SnapshotSheet } from '../../core/ports/snapshot-sheet.ts'

type Page = InstanceType<typeof PdfDocument>

const layout = { margin: 28, room: 10, titleSize: 11, textSize: 8.5, nameWidth: 60 } as const

const title = 'Still picture from evidence. Nothing in it is hidden.'
const warning =
  'Made by exception and for the reason below. It is kept with its clip and leaves the vault only by a disclosure.'

/** A4, turned to suit a picture. */
function drawPicture(page: Page, png: Uint8Array, stampHeight: number): void {
  const { width, height } = page.page
  const room = { width: width - 2 * layout.margin, height: height - 2 * layout.margin - stampHeight - layout.room }
  page.image(Buffer.from(png), layout.margin, layout.margin, { fit: [room.width, room.height], align: 'center' })
}

function drawStamp(page: Page, stamp: Parameters<SnapshotSheet>[1], stampHeight: number): void {
  const { width, height } = page.page
  const text = width - 2 * layout.margin
  page.font('Helvetica-Bold').fontSize(layout.titleSize)
  page.text(title, layout.margin, height - layout.margin - stampHeight, { width: text })
  page.font('Helvetica').fontSize(layout.textSize).text(warning, { width: text }).moveDown(0.4)
  for (const { name, value } of stamp) {
    const at = page.y
    page.font('Helvetica-Bold').text(name, layout.margin, at, { width: layout.nameWidth, lineBreak: false })
    page.font('Helvetica').text(value, layout.margin + layout.nameWidth, at, { width: text - layout.nameWidth })
  }
}

/** How high the stamp may become: its title, its warning, and two lines for each value. */
function stampHeightOf(stamp: Parameters<SnapshotSheet>[1]): number {
  return 48 + stamp.length * layout.textSize * 1.2 + 3 * layout.textSize * 1.2
}

/** The sheet of a snapshot, by PDF's own standard fonts. Its date is that of no clock, so that equal stamps give equal bytes. */
export const snapshotSheet: SnapshotSheet = (png, stamp) => {
  const page = new PdfDocument({
    size: 'A4',
    layout: 'landscape',
    margin: layout.margin,
    lang: 'en-GB',
    info: { Title: title, CreationDate: new Date(0) },
  })
  const parts: Uint8Array[] = []
  return new Promise((resolve, reject) => {
    page.on('data', (part: Uint8Array) => parts.push(part))
    page.on('end', () => resolve(Buffer.concat(parts)))
    page.on('error', reject)
    const stampHeight = stampHeightOf(stamp)
    drawPicture(page, png, stampHeight)
    drawStamp(page, stamp, stampHeight)
    page.end()
  })
}
