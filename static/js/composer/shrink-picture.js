// Make a large picture smaller before it is sent: a phone's photo has ten times the pixels that a page shows, and takes a
// minute on a slow connection. Where that fails, the file is sent as it is, and the server decides.
const SIDE = 2400; // pixels, half as many again as the server keeps
const SMALL_ENOUGH = 1_500_000; // bytes
const FOREIGN = /^image\/hei[cf]/; // some browsers can read it, and the server does not
const QUALITY = 0.9;

// Returns the picture as a JPEG file, upright, in sRGB and on white, or `file` itself where that is small enough.
export async function shrink(file) {
  const foreign = FOREIGN.test(file.type);
  if (file.size <= SMALL_ENOUGH && !foreign) return file;
  try {
    const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, SIDE / Math.max(bitmap.width, bitmap.height));
    const smaller = await draw(bitmap, scale);
    bitmap.close();
    return smaller && (foreign || smaller.size < file.size) ? smaller : file;
  } catch {
    return file;
  }
}

function draw(bitmap, scale) {
  const canvas = document.createElement("canvas");
  const side = (length) => Math.max(1, Math.round(length * scale));
  Object.assign(canvas, { width: side(bitmap.width), height: side(bitmap.height) });
  const context = canvas.getContext("2d", { alpha: false, colorSpace: "srgb" });
  context.fillStyle = "white";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
}
