// Reads QR codes with the camera where the browser can (BarcodeDetector: Chrome on Android; where
// there is none, the code is pasted).
interface Detector {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>
}
type DetectorClass = new (options: { formats: string[] }) => Detector

const detectorClass = (): DetectorClass | undefined =>
  (window as { BarcodeDetector?: DetectorClass }).BarcodeDetector

export const canScan = (): boolean =>
  detectorClass() !== undefined && navigator.mediaDevices?.getUserMedia !== undefined

const kEveryMillis = 150

/** Shows the camera in `video` and gives the first code it sees; nothing once stopped. */
export async function scan(video: HTMLVideoElement, signal: AbortSignal): Promise<string | null> {
  const detector = new (detectorClass()!)({ formats: ['qr_code'] })
  const stream = await navigator.mediaDevices.getUserMedia({
    video: { facingMode: 'environment', width: { ideal: 1280 } },
  })
  try {
    video.srcObject = stream
    if (!signal.aborted) await video.play()
    while (!signal.aborted) {
      const found = await detector.detect(video).catch(() => [])
      if (found[0]?.rawValue) return found[0].rawValue
      await new Promise((resolve) => setTimeout(resolve, kEveryMillis))
    }
    return null
  } finally {
    for (const track of stream.getTracks()) track.stop()
    video.srcObject = null
  }
}
