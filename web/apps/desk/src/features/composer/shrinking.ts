/** Makes a large photograph small enough for a messenger, in the browser, before it leaves. */

/** The longer side of what leaves, in pixels. */
export const SIDE = 2048;
const QUALITY = 0.85;

/** Whether a picture is so large that making it smaller is worth a button. */
export function isLarge(type: string, width: number | null, height: number | null): boolean {
  return /^image\/(jpeg|png|webp)$/.test(type) && Math.max(width ?? 0, height ?? 0) > SIDE;
}

/** The size at which the longer side fits; never larger than it was. */
export function fitInto(width: number, height: number, side = SIDE): { width: number; height: number } {
  const share = Math.min(1, side / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * share)), height: Math.max(1, Math.round(height * share)) };
}

/** The picture as a JPEG that fits; what was transparent becomes white. Its place and its maker's data do not travel along. */
export async function shrink(file: File): Promise<File> {
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
  const canvas = document.createElement('canvas');
  Object.assign(canvas, fitInto(bitmap.width, bitmap.height));
  const paper = canvas.getContext('2d');
  if (!paper) throw new Error('shrink: no canvas');
  paper.fillStyle = '#fff';
  paper.fillRect(0, 0, canvas.width, canvas.height);
  paper.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', QUALITY));
  if (!blob) throw new Error('shrink: empty');
  return new File([blob], `${file.name.replace(/\.\w{1,5}$/, '')}.jpg`, { type: 'image/jpeg' });
}
