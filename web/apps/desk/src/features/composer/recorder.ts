/** Recording the voice: the microphone, how loud it is, a pause, and the recording as a file. */

/** A quarter of an hour; the server takes three times as much. */
export const LONGEST_S = 15 * 60;
const BITS = 24_000;
const TICK_MS = 80;
/** The first that the browser can write; the server repacks WebM, the others travel as they are. */
const FORMS = [
  ['audio/ogg;codecs=opus', 'ogg'],
  ['audio/webm;codecs=opus', 'webm'],
  ['audio/mp4', 'm4a'],
] as const;

export function canRecord(): boolean {
  return typeof MediaRecorder !== 'undefined' && 'mediaDevices' in navigator && FORMS.some(([type]) => MediaRecorder.isTypeSupported(type));
}

export interface Moment {
  seconds: number;
  /** From 0 to 1. */
  level: number;
}

/** One recording, from the permission to the file. */
export class Recorder {
  readonly #stream: MediaStream;
  readonly #media: MediaRecorder;
  readonly #ending: string;
  readonly #context = new AudioContext();
  readonly #analyser = this.#context.createAnalyser();
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #pieces: Blob[] = [];
  #ticks = 0;

  private constructor(stream: MediaStream, form: (typeof FORMS)[number], hear: (moment: Moment) => void) {
    const [mimeType, ending] = form;
    this.#stream = stream;
    this.#ending = ending;
    this.#media = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: BITS });
    this.#media.ondataavailable = ({ data }) => this.#pieces.push(data);
    this.#context.createMediaStreamSource(stream).connect(this.#analyser);
    this.#media.start(1000);
    this.#timer = setInterval(() => this.#tick(hear), TICK_MS);
  }

  /** Asks for the microphone; rejects when the person or the browser says no. */
  static async begin(hear: (moment: Moment) => void): Promise<Recorder> {
    const form = FORMS.find(([type]) => MediaRecorder.isTypeSupported(type));
    if (!form) throw new DOMException('no form to record in', 'NotSupportedError');
    const stream = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true } });
    return new Recorder(stream, form, hear);
  }

  #tick(hear: (moment: Moment) => void): void {
    if (this.#media.state !== 'recording') return;
    this.#ticks += 1;
    const wave = new Uint8Array(this.#analyser.fftSize);
    this.#analyser.getByteTimeDomainData(wave);
    const loudest = wave.reduce((most, one) => Math.max(most, Math.abs(one - 128)), 0);
    hear({ seconds: (this.#ticks * TICK_MS) / 1000, level: loudest / 128 });
  }

  pause(): void {
    this.#media.pause();
  }

  resume(): void {
    this.#media.resume();
  }

  /** Ends the recording and lets go of the microphone. */
  async finish(): Promise<File> {
    const type = this.#media.mimeType.split(';')[0] ?? '';
    await new Promise<void>((done) => {
      this.#media.onstop = () => done();
      if (this.#media.state === 'inactive') done();
      else this.#media.stop();
    });
    this.#release();
    return new File(this.#pieces, `voice.${this.#ending}`, { type });
  }

  drop(): void {
    if (this.#media.state !== 'inactive') this.#media.stop();
    this.#release();
  }

  #release(): void {
    clearInterval(this.#timer);
    for (const track of this.#stream.getTracks()) track.stop();
    void this.#context.close();
  }
}
