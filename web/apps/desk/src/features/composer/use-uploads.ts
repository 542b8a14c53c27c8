import { asProblem, uploadFile, uuid7, type Capabilities, type Upload } from '@otklik/api';
import { useCallback, useEffect, useRef, useState } from 'react';
import { server } from '~/shared/server';
import { useSession } from '~/shared/session';
import { refuseFile, type FileRefusal } from './limits';

export interface PendingFile {
  key: string;
  name: string;
  size: number;
  preview: string | null;
  share: number;
  upload: Upload | null;
  refusal: FileRefusal | 'failed' | null;
}

export interface Uploads {
  files: PendingFile[];
  busy: boolean;
  add: (files: Iterable<File>) => void;
  /** Takes files that the server holds already. */
  adopt: (ready: readonly Upload[]) => void;
  remove: (key: string) => void;
  clear: () => void;
}

/** Files chosen for the message: checked first, then sent with progress while the text is still typed. */
export function useUploads(capabilities: Capabilities | null): Uploads {
  const { limits } = useSession();
  const [files, setFiles] = useState<PendingFile[]>([]);
  const running = useRef(new Map<string, AbortController>());

  const change = useCallback((key: string, part: Partial<PendingFile>) => {
    setFiles((all) => all.map((one) => (one.key === key ? { ...one, ...part } : one)));
  }, []);

  const start = (key: string, file: File) => {
    const stop = new AbortController();
    running.current.set(key, stop);
    uploadFile(server, file, (share) => change(key, { share }), stop.signal)
      .then((upload) => change(key, { upload, share: 1 }))
      .catch((error: unknown) => change(key, { refusal: asProblem(error).code === 'file_too_large' ? 'too_large' : 'failed' }))
      .finally(() => running.current.delete(key));
  };

  const add = (chosen: Iterable<File>) => {
    let count = files.filter((one) => one.refusal === null).length;
    for (const file of chosen) {
      const key = uuid7();
      const refusal = refuseFile(file, count, limits, capabilities);
      const preview = file.type.startsWith('image/') ? URL.createObjectURL(file) : null;
      setFiles((all) => [...all, { key, name: file.name, size: file.size, preview, share: 0, upload: null, refusal }]);
      if (refusal) continue;
      count += 1;
      start(key, file);
    }
  };

  const adopt = (ready: readonly Upload[]) => {
    setFiles((all) => [...all, ...ready.map((upload) => ({ key: uuid7(), name: upload.name, size: upload.bytes, preview: null, share: 1, upload, refusal: null }))]);
  };

  const remove = (key: string) => {
    running.current.get(key)?.abort();
    setFiles((all) => {
      all.filter((one) => one.key === key).forEach(release);
      return all.filter((one) => one.key !== key);
    });
  };

  const clear = () => {
    files.forEach(release);
    setFiles([]);
  };

  useEffect(() => {
    const active = running.current;
    return () => active.forEach((stop) => stop.abort());
  }, []);

  return { files, busy: files.some((one) => !one.upload && !one.refusal), add, adopt, remove, clear };
}

function release(file: PendingFile): void {
  if (file.preview) URL.revokeObjectURL(file.preview);
}
