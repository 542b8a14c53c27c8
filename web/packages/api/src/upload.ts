import type { Upload } from './conversations';
import { Problem } from './problem';
import type { Http } from './http';

/** Sends one file with progress from 0 to 1; the signal cancels it. */
export function uploadFile(http: Http, file: File, onProgress: (share: number) => void, signal: AbortSignal): Promise<Upload> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const form = new FormData();
    form.append('file', file, file.name);
    request.open('POST', '/api/v1/uploads');
    request.setRequestHeader('X-CSRF-Token', http.csrf);
    request.setRequestHeader('Accept-Language', http.language);
    request.responseType = 'json';
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
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
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(form);
  });
}
