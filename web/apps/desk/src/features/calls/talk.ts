/** The call of this page: microphone, sound, and what is said to the server of it. There is one at a time. */
import type { Call } from '@otklik/api';
import type { LiveSocket } from '@otklik/realtime';
import { Voice, type Sign, type Sound } from '@otklik/realtime/voice';
import { notifications } from '@mantine/notifications';
import type { QueryClient } from '@tanstack/react-query';
import i18next from 'i18next';
import { listenToCalls } from '~/shared/calls';
import { keys } from '~/shared/keys';
import { pageId } from '~/shared/page-id';
import { tellProblem } from '~/shared/problem-text';
import { server } from '~/shared/server';
import { createStore } from '~/shared/store';

const BEAT_MS = 5_000;

export interface Talk {
  id: number;
  sound: Sound;
  muted: boolean;
}

export const talk = createStore<Talk | null>(null);
/** The call that is being taken: the microphone is asked for, then the server. */
export const taking = createStore<number | null>(null);

let release: () => void = () => undefined;
let voice: Voice | null = null;

/** The microphone first: who cannot speak takes no call away from the others. */
async function openMicrophone(): Promise<MediaStream | null> {
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true } });
  } catch (error) {
    const absent = error instanceof DOMException && error.name === 'NotFoundError';
    notifications.show({ color: 'red', message: i18next.t(absent ? 'app:call.absent' : 'app:call.refused'), role: 'alert', autoClose: 12_000 });
    return null;
  }
}

/** Takes a ringing call; true once it is mine. */
export async function take(client: QueryClient, link: LiveSocket, id: number): Promise<boolean> {
  if (taking.get() !== null || talk.get()) return false;
  taking.set(id);
  const stream = await openMicrophone();
  try {
    if (!stream) return false;
    const { servers } = await server.post<{ call: Call; servers: RTCIceServer[] }>(`/calls/${id}/accept`, { tab: pageId });
    speak(client, link, { id, servers, stream });
    return true;
  } catch (error) {
    for (const track of stream?.getTracks() ?? []) track.stop();
    tellProblem(error);
    return false;
  } finally {
    taking.set(null);
    void client.invalidateQueries({ queryKey: keys.calls });
  }
}

function speak(client: QueryClient, link: LiveSocket, { id, servers, stream }: { id: number; servers: RTCIceServer[]; stream: MediaStream }): void {
  talk.set({ id, sound: 'joining', muted: false });
  const onSound = (sound: Sound) => talk.set((now) => now && { ...now, sound });
  const said = (sign: Sign) => link.send({ type: 'signal', call_id: id, data: sign });
  const made = new Voice({ servers, stream, offers: false, say: said, onSound, onLost: () => void hangUp(id) });
  const beat = () => link.send({ type: 'beat', call_id: id });
  const timer = setInterval(beat, BEAT_MS);
  const deaf = listenToCalls((frame) => {
    if (frame.call_id !== id) return;
    if (frame.type === 'signal' && frame.tab === pageId) made.take(frame.data as Sign);
    if (frame.type === 'beat' && !frame.on) void client.invalidateQueries({ queryKey: keys.calls });
  });
  // A tab that is closed has hung up; what is lost on the way the server notices by the silence.
  const leave = () => void hangUp(id);
  window.addEventListener('pagehide', leave);
  voice = made;
  release = () => {
    clearInterval(timer);
    deaf();
    window.removeEventListener('pagehide', leave);
    made.close();
    voice = null;
    talk.set(null);
  };
}

export function mute(on: boolean): void {
  voice?.mute(on);
  talk.set((now) => now && { ...now, muted: on });
}

export async function hold(client: QueryClient, id: number, on: boolean): Promise<void> {
  try {
    await server.post(`/calls/${id}/hold`, { on });
  } catch (error) {
    tellProblem(error);
  }
  await client.invalidateQueries({ queryKey: keys.calls });
}

export async function hangUp(id: number): Promise<void> {
  if (talk.get()?.id === id) release();
  await server.post(`/calls/${id}/hangup`, undefined, { keepalive: true }).catch(tellProblem);
}

/** Follow what the server says: a call it knows no more is over here as well. */
export function settle(calls: readonly Call[]): void {
  const now = talk.get();
  if (!now) return;
  const mine = calls.find((call) => call.id === now.id);
  if (mine?.state === 'active') voice?.hold(mine.held);
  else if (!mine) release();
}
