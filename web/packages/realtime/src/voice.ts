/** The sound of a call between two browsers. One end offers, the other answers; whatever sign is lost is said again. */

/** What the two ends tell each other over the live line. `n` counts the offers. */
export type Sign = { kind: 'offer' | 'answer'; n: number; sdp: string } | { kind: 'ice'; n: number; candidate: RTCIceCandidateInit } | { kind: 'again'; n: number };

export type Sound = 'joining' | 'heard' | 'broken';

export interface VoiceOptions {
  servers: RTCIceServer[];
  stream: MediaStream;
  /** Whether this end offers; the other one answers. */
  offers: boolean;
  say: (sign: Sign) => void;
  onSound: (sound: Sound) => void;
  /** There was no sound for so long that nobody waits for it any more. */
  onLost: () => void;
}

const AGAIN_MS = 3_000;
const MEND_MS = 2_500;
const LOST_MS = 30_000;

export class Voice {
  readonly #options: VoiceOptions;
  readonly #peer: RTCPeerConnection;
  readonly #player = new Audio();
  /** Addresses that came before what they belong to. */
  #early: Extract<Sign, { kind: 'ice' }>[] = [];
  #work: Promise<void> = Promise.resolve();
  #n = 0;
  #again: ReturnType<typeof setInterval>;
  #mend: ReturnType<typeof setInterval> | undefined;
  #lost: ReturnType<typeof setTimeout> | undefined;
  #muted = false;
  #held = false;

  constructor(options: VoiceOptions) {
    this.#options = options;
    const { stream, servers } = options;
    this.#peer = new RTCPeerConnection({ iceServers: servers, bundlePolicy: 'max-bundle' });
    for (const track of stream.getTracks()) this.#peer.addTrack(track, stream);
    this.#peer.ontrack = ({ streams, track }) => {
      this.#player.srcObject = streams[0] ?? new MediaStream([track]);
      void this.#player.play().catch(() => undefined);
    };
    this.#peer.onicecandidate = ({ candidate }) => {
      if (candidate) options.say({ kind: 'ice', n: this.#n, candidate: candidate.toJSON() });
    };
    this.#peer.onconnectionstatechange = () => this.#judge();
    this.#again = setInterval(() => this.#remind(), AGAIN_MS);
    this.#lost = setTimeout(options.onLost, LOST_MS);
    if (options.offers) this.#offer(false);
    else options.say({ kind: 'again', n: 0 });
  }

  /** Take what the other end has said; one after the other, in the order it came. */
  take(sign: Sign): void {
    this.#queue(() => this.#take(sign));
  }

  mute(on: boolean): void {
    this.#muted = on;
    this.#still();
  }

  /** On hold neither end hears the other. */
  hold(on: boolean): void {
    this.#held = on;
    this.#still();
  }

  /** End it, and let go of the microphone. */
  close(): void {
    clearInterval(this.#again);
    clearInterval(this.#mend);
    clearTimeout(this.#lost);
    this.#peer.onconnectionstatechange = null;
    this.#peer.onicecandidate = null;
    this.#peer.close();
    this.#player.srcObject = null;
    for (const track of this.#options.stream.getTracks()) track.stop();
  }

  #still(): void {
    for (const track of this.#options.stream.getTracks()) track.enabled = !this.#muted && !this.#held;
    this.#player.muted = this.#held;
  }

  #queue(work: () => Promise<void>): void {
    this.#work = this.#work.then(work).catch(() => undefined);
  }

  #offer(anew: boolean): void {
    this.#queue(async () => {
      await this.#peer.setLocalDescription(await this.#peer.createOffer({ iceRestart: anew }));
      this.#n += 1;
      this.#describe('offer');
    });
  }

  #describe(kind: 'offer' | 'answer'): void {
    const sdp = this.#peer.localDescription?.sdp;
    if (sdp) this.#options.say({ kind, n: this.#n, sdp });
  }

  /** An offer without an answer, or no offer at all: one of the two was lost on its way. */
  #remind(): void {
    if (this.#peer.signalingState === 'have-local-offer') this.#describe('offer');
    else if (!this.#options.offers && this.#n === 0) this.#options.say({ kind: 'again', n: 0 });
  }

  async #take(sign: Sign): Promise<void> {
    if (sign.kind === 'ice') await this.#reach(sign);
    else if (sign.kind === 'again') {
      if (this.#peer.signalingState === 'have-local-offer') this.#describe('offer');
      else if (sign.n > 0 || this.#peer.connectionState !== 'connected') this.#offer(true);
    } else if (sign.kind === 'offer') await this.#answer(sign.n, sign.sdp);
    else if (sign.n === this.#n && this.#peer.signalingState === 'have-local-offer') {
      await this.#peer.setRemoteDescription({ type: 'answer', sdp: sign.sdp });
      await this.#reachEarly();
    }
  }

  async #answer(n: number, sdp: string): Promise<void> {
    if (n > this.#n) {
      await this.#peer.setRemoteDescription({ type: 'offer', sdp });
      await this.#peer.setLocalDescription(await this.#peer.createAnswer());
      this.#n = n;
      await this.#reachEarly();
    }
    if (n === this.#n) this.#describe('answer');
  }

  async #reach(sign: Extract<Sign, { kind: 'ice' }>): Promise<void> {
    if (!this.#peer.remoteDescription || sign.n > this.#n || this.#peer.signalingState === 'have-local-offer') this.#early.push(sign);
    else if (sign.n === this.#n) await this.#peer.addIceCandidate(sign.candidate).catch(() => undefined);
  }

  async #reachEarly(): Promise<void> {
    const early = this.#early;
    this.#early = [];
    for (const sign of early) await this.#reach(sign);
  }

  #judge(): void {
    const state = this.#peer.connectionState;
    if (state === 'connected') {
      clearInterval(this.#mend);
      clearTimeout(this.#lost);
      this.#mend = this.#lost = undefined;
      this.#options.onSound('heard');
    } else if (state === 'disconnected' || state === 'failed') {
      this.#options.onSound('broken');
      this.#lost ??= setTimeout(this.#options.onLost, LOST_MS);
      this.#mend ??= setInterval(() => this.#repair(), MEND_MS);
    }
  }

  #repair(): void {
    if (this.#peer.signalingState !== 'stable') return;
    if (this.#options.offers) this.#offer(true);
    else this.#options.say({ kind: 'again', n: this.#n });
  }
}
