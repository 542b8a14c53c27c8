import { asProblem, uploadFile, uuid7, type Capabilities, type Upload } from '@otklik/api';
import { useCallback, useEffect, useRef, useState } from 'react';
import { heldDraft, draftName, useDraft, writeDraft, type DraftTab } from '~/shared/drafts';
import { tellProblem } from '~/shared/problem-text';
import { server } from '~/shared/server';
import { useSession } from '~/shared/session';
import { refuseFile, type FileRefusal } from './limits';
import { isLarge, shrink } from './shrinking';

export interface PendingFile {
  key: string;
  name: string;
  size: number;
  preview: string | null;
  share: number;
  upload: Upload | null;
  refusal: FileRefusal | 'failed' | 'needs_program' | null;
  /** A photograph chosen here that can be made smaller. */
  large: boolean;
}

export interface Uploads {
  files: PendingFile[];
  busy: boolean;
  add: (files: Iterable<File>) => void;
  /** Takes a recording that was made here. */
  addVoice: (file: File) => void;
  /** Takes files that the server holds already. */
  adopt: (ready: readonly Upload[]) => void;
  remove: (key: string) => void;
  /** Puts a file that has arrived before or after its neighbour. */
  move: (key: string, by: 1 | -1) => void;
  /** Sends a recording that the server cannot make a voice message as an ordinary file. */
  sendAsFile: (key: string) => void;
  /** Puts a smaller copy in the place of a large photograph. */
  shrink: (key: string) => void;
}

type OnItsWay = PendingFile & { tab: DraftTab };

/** Files chosen for the message: checked first, then sent with progress; those that have arrived belong to the draft. */
export function useUploads(conversation: number, tab: DraftTab, capabilities: Capabilities | null): Uploads {
  const { limits } = useSession();
  const arrived = useDraft(conversation, tab)?.files ?? [];
  const [pending, setPending] = useState<OnItsWay[]>([]);
  const running = useRef(new Map<string, AbortController>());
  const recordings = useRef(new Map<string, { file: File; place: number }>());
  const order = useRef(new Map<number, number>());
  // What was chosen on this page, by the number it has on the server: only that can be made smaller.
  const [originals, setOriginals] = useState<ReadonlyMap<number, File>>(new Map());
  const files = [...arrived.map((one) => asFile(one, originals.has(one.id))), ...pending.filter((one) => one.tab === tab)];

  const drop = useCallback((key: string) => {
    setPending((all) => {
      all.filter((one) => one.key === key).forEach(release);
      return all.filter((one) => one.key !== key);
    });
  }, []);
  const change = useCallback((key: string, part: Partial<PendingFile>) => {
    setPending((all) => all.map((one) => (one.key === key ? { ...one, ...part } : one)));
  }, []);

  const start = (key: string, file: File, place: number, voice: boolean) => {
    if (voice) recordings.current.set(key, { file, place });
    const stop = new AbortController();
    running.current.set(key, stop);
    uploadFile(server, file, { onProgress: (share) => change(key, { share }), signal: stop.signal, voice })
      .then((upload) => {
        order.current.set(upload.id, place);
        if (isLarge(upload.mime, upload.width, upload.height)) setOriginals((known) => new Map(known).set(upload.id, file));
        keepFile(conversation, tab, upload, order.current);
        drop(key);
      })
      .catch((error: unknown) => change(key, { refusal: refusalOf(asProblem(error).code) }))
      .finally(() => running.current.delete(key));
  };

  const add = (chosen: Iterable<File>, voice = false) => {
    let count = files.filter((one) => one.refusal === null).length;
    for (const file of chosen) {
      const key = uuid7();
      const refusal = refuseFile({ size: file.size, type: file.type, voice }, count, limits, capabilities);
      const preview = file.type.startsWith('image/') ? URL.createObjectURL(file) : null;
      setPending((all) => [...all, { key, tab, name: file.name, size: file.size, preview, share: 0, upload: null, refusal, large: false }]);
      if (refusal) continue;
      count += 1;
      start(key, file, count, voice);
    }
  };

  const adopt = (ready: readonly Upload[]) => {
    const known = heldDraft(draftName(conversation, tab))?.files ?? [];
    writeDraft(conversation, tab, { files: [...known, ...ready] });
  };

  const remove = (key: string) => {
    running.current.get(key)?.abort();
    drop(key);
    if (arrived.some((one) => keyOf(one) === key)) writeDraft(conversation, tab, { files: arrived.filter((one) => keyOf(one) !== key) });
  };

  const sendAsFile = (key: string) => {
    const recording = recordings.current.get(key);
    if (!recording) return;
    change(key, { refusal: null, share: 0 });
    start(key, recording.file, recording.place, false);
  };

  const move = (key: string, by: 1 | -1) => {
    const at = arrived.findIndex((one) => keyOf(one) === key);
    const sorted = swapped(arrived, at, at + by);
    sorted.forEach((one, place) => order.current.set(one.id, place));
    writeDraft(conversation, tab, { files: sorted });
  };

  const shrinkOne = (key: string) => {
    const large = arrived.find((one) => keyOf(one) === key);
    const original = large && originals.get(large.id);
    if (!large || !original) return;
    const place = order.current.get(large.id) ?? arrived.indexOf(large);
    shrink(original).then(
      (small) => {
        remove(key);
        const pending = { key: uuid7(), tab, name: small.name, size: small.size, preview: URL.createObjectURL(small), share: 0, upload: null, refusal: null, large: false };
        setPending((all) => [...all, pending]);
        start(pending.key, small, place, false);
      },
      tellProblem,
    );
  };

  useEffect(() => {
    const active = running.current;
    return () => active.forEach((stop) => stop.abort());
  }, []);

  return { files, busy: files.some((one) => !one.upload && !one.refusal), add, addVoice: (file) => add([file], true), adopt, remove, move, sendAsFile, shrink: shrinkOne };
}

function refusalOf(code: string): PendingFile['refusal'] {
  if (code === 'voice_needs_program') return 'needs_program';
  return code === 'file_too_large' || code === 'voice_too_long' ? 'too_large' : 'failed';
}

const keyOf = (upload: Upload) => `upload-${upload.id}`;

function asFile(upload: Upload, large: boolean): PendingFile {
  const preview = upload.kind === 'image' ? upload.url : null;
  return { key: keyOf(upload), name: upload.name, size: upload.bytes, preview, share: 1, upload, refusal: null, large };
}

/** Files stand in the order in which they were chosen, whichever arrives first. */
function keepFile(conversation: number, tab: DraftTab, upload: Upload, order: Map<number, number>): void {
  const known = heldDraft(draftName(conversation, tab))?.files ?? [];
  const place = (one: Upload) => order.get(one.id) ?? 0;
  writeDraft(conversation, tab, { files: [...known, upload].sort((a, b) => place(a) - place(b)) });
}

function swapped(files: readonly Upload[], from: number, to: number): Upload[] {
  const moved = [...files];
  const [one, other] = [moved[from], moved[to]];
  if (one && other) [moved[from], moved[to]] = [other, one];
  return moved;
}

function release(file: PendingFile): void {
  if (file.preview) URL.revokeObjectURL(file.preview);
}
