import { asProblem, uploadFile, uuid7, type Capabilities, type Upload } from '@otklik/api';
import { useEffect, useRef, useState } from 'react';
import { tellProblem } from '~/shared/problem-text';
import { server } from '~/shared/server';
import { useSession } from '~/shared/session';
import { begun, changeBegun } from '~/shared/starting';
import { useStore } from '~/shared/store';
import { refuseFile } from '../limits';
import type { PendingFile, Uploads } from '../use-uploads';

export type FirstFiles = Omit<Uploads, 'addVoice'>;

/** Files of a first message: checked, sent with progress; those that have arrived are kept with what was begun. */
export function useFirstFiles(capabilities: Capabilities | null): FirstFiles {
  const { limits } = useSession();
  const { files: arrived } = useStore(begun);
  const [pending, setPending] = useState<PendingFile[]>([]);
  const running = useRef(new Map<string, AbortController>());
  const files = [...arrived.map(asPending), ...pending];

  useEffect(() => {
    const all = running.current;
    return () => all.forEach((stop) => stop.abort());
  }, []);

  const change = (key: string, part: Partial<PendingFile>) => setPending((all) => all.map((one) => (one.key === key ? { ...one, ...part } : one)));
  const drop = (key: string) => setPending((all) => all.filter((one) => one.key !== key));
  const start = (key: string, file: File) => {
    const stop = new AbortController();
    running.current.set(key, stop);
    uploadFile(server, file, { onProgress: (share) => change(key, { share }), signal: stop.signal })
      .then((upload) => {
        changeBegun({ files: [...begun.get().files, upload] });
        drop(key);
      })
      .catch((error: unknown) => {
        if (asProblem(error).code === 'cancelled') return;
        change(key, { refusal: 'failed' });
        tellProblem(error);
      })
      .finally(() => running.current.delete(key));
  };
  const add = (chosen: Iterable<File>) => {
    let count = files.filter((one) => one.refusal === null).length;
    for (const file of chosen) {
      const key = uuid7();
      const refusal = refuseFile({ size: file.size, type: file.type }, count, limits, capabilities);
      setPending((all) => [...all, { key, name: file.name, size: file.size, preview: null, share: 0, upload: null, refusal, large: false }]);
      if (refusal) continue;
      count += 1;
      start(key, file);
    }
  };
  return {
    files,
    busy: pending.some((one) => one.refusal === null),
    add,
    adopt: (ready) => changeBegun({ files: [...begun.get().files, ...ready] }),
    remove: (key) => {
      running.current.get(key)?.abort();
      drop(key);
      changeBegun({ files: begun.get().files.filter((one) => String(one.id) !== key) });
    },
    move: (key, by) => changeBegun({ files: moved(begun.get().files, key, by) }),
    // What is sent from here goes as it was chosen.
    shrink: () => undefined,
    sendAsFile: () => undefined,
  };
}

function asPending(upload: Upload): PendingFile {
  return { key: String(upload.id), name: upload.name, size: upload.bytes, preview: upload.kind === 'image' ? upload.url : null, share: 1, upload, refusal: null, large: false };
}

function moved(files: Upload[], key: string, by: 1 | -1): Upload[] {
  const place = files.findIndex((one) => String(one.id) === key);
  const next = [...files];
  const [file] = next.splice(place, 1);
  if (file) next.splice(place + by, 0, file);
  return next;
}
