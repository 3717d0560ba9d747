// Reads QR codes with the camera: by the browser's own reader where there is one (Chrome on
// Android), else by a library (Safari, Firefox).
type Read = (video: HTMLVideoElement) => Promise<string | undefined>

interface DetectorClass {
  new (options: { formats: string[] }): {
    detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>
  }
  getSupportedFormats(): Promise<string[]>
}

export const canScan = (): boolean => navigator.mediaDevices?.getUserMedia !== undefined

async function byBrowser(): Promise<Read | undefined> {
  const Detector = (window as { BarcodeDetector?: DetectorClass }).BarcodeDetector
  const formats = (await Detector?.getSupportedFormats().catch(() => [])) ?? []
  if (!Detector || !formats.includes('qr_code')) return undefined
  const detector = new Detector({ formats: ['qr_code'] })
  return async (video) => (await detector.detect(video).catch(() => []))[0]?.rawValue
}

const longest = 960 // pixels of the longer side that the library looks at

async function byLibrary(): Promise<Read> {
  const { default: decode } = await import('qr/decode.js')
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d', { willReadFrequently: true })!
  return async (video) => {
    const scale = Math.min(1, longest / Math.max(video.videoWidth, video.videoHeight))
    canvas.width = Math.round(video.videoWidth * scale)
    canvas.height = Math.round(video.videoHeight * scale)
    if (!canvas.width || !canvas.height) return undefined
    context.drawImage(video, 0, 0, canvas.width, canvas.height)
    try {
      return decode(context.getImageData(0, 0, canvas.width, canvas.height))
    } catch {
      return undefined // no code in the picture yet
    }
  }
}

/** Fetches what scanning needs, so that it is at hand where there is no network. */
export async function prepareScan(): Promise<void> {
  if (canScan() && !(await byBrowser())) await import('qr/decode.js')
}

const everyMillis = 150

/** Shows the camera in `video` and gives the first code it sees; nothing once stopped. */
export async function scan(video: HTMLVideoElement, signal: AbortSignal): Promise<string | null> {
  const stream = await navigator.mediaDevices.getUserMedia({
    video: { facingMode: 'environment', width: { ideal: 1280 } },
  })
  try {
    const read = (await byBrowser()) ?? (await byLibrary())
    video.srcObject = stream
    if (!signal.aborted) await video.play()
    while (!signal.aborted) {
      const found = await read(video)
      if (found) return found
      await new Promise((resolve) => setTimeout(resolve, everyMillis))
    }
    return null
  } finally {
    for (const track of stream.getTracks()) track.stop()
    video.srcObject = null
  }
}
