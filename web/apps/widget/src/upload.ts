/** Upload with progress, which fetch cannot tell. */
import type { Attachment } from './types';

export const carry = (base: string, token: string, file: File, progress: (part: number) => void): Promise<Attachment> =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `${base}/widget/v1/uploads`);
    request.responseType = 'json';
    request.setRequestHeader('Authorization', `Visitor ${token}`);
    request.setRequestHeader('X-File-Name', encodeURIComponent(file.name));
    request.upload.onprogress = ({ loaded, total }) => progress(loaded / total);
    request.onloadend = () => {
      if (request.status === 201) resolve(request.response as Attachment);
      else reject(new Error('upload'));
    };
    request.send(file);
  });
