import type { Upload } from './conversations';
import { Problem } from './problem';
import type { Http } from './http';

export interface UploadOptions {
  /** From 0 to 1. */
  onProgress?: (share: number) => void;
  /** Cancels it. */
  signal?: AbortSignal;
  /** A recording that shall travel as a voice message. */
  voice?: boolean;
}

/** Sends one file. */
export function uploadFile(http: Http, file: File, { onProgress, signal, voice = false }: UploadOptions = {}): Promise<Upload> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const form = new FormData();
    form.append('file', file, file.name);
    request.open('POST', voice ? '/api/v1/uploads?as=voice' : '/api/v1/uploads');
    request.setRequestHeader('X-CSRF-Token', http.csrf);
    request.setRequestHeader('Accept-Language', http.language);
    request.responseType = 'json';
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) onProgress?.(event.loaded / event.total);
    };
    request.onload = () => {
      if (request.status < 300) resolve(request.response as Upload);
      else {
        if (request.status === 401) http.onSignedOut();
        reject(Problem.from(request.status, request.response));
      }
    };
    request.onerror = () => reject(new Problem(0, 'unreachable', ''));
    request.onabort = () => reject(new Problem(0, 'cancelled', ''));
    signal?.addEventListener('abort', () => request.abort(), { once: true });
    request.send(form);
  });
}
