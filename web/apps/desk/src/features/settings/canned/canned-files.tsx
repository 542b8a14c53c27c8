import { Button } from '@mantine/core';
import { uploadFile, type CannedFile, type Upload } from '@otklik/api';
import { bytes } from '@otklik/i18n';
import { IconAction } from '@otklik/ui';
import { IconPaperclip, IconX } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '~/shared/i18n';
import { tellProblem } from '~/shared/problem-text';
import { server } from '~/shared/server';
import classes from '../parts.module.css';

const MOST = 10;

interface CannedFilesProps {
  kept: CannedFile[];
  uploads: Upload[];
  readOnly: boolean;
  onKept: (files: CannedFile[]) => void;
  onUploads: (change: (files: Upload[]) => Upload[]) => void;
}

/** Files that go out with the response: those kept already and those brought now. */
export function CannedFiles({ kept, uploads, readOnly, onKept, onUploads }: CannedFilesProps) {
  const { t } = useTranslation('canned');
  const language = useLanguage();
  const picker = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(0);
  const room = MOST - kept.length - uploads.length - busy;
  const bring = (file: File) => {
    setBusy((count) => count + 1);
    void uploadFile(server, file)
      .then((upload) => onUploads((all) => [...all, upload]), tellProblem)
      .finally(() => setBusy((count) => count - 1));
  };
  const lines = [
    ...kept.map((file) => ({ file, drop: () => onKept(kept.filter((one) => one !== file)) })),
    ...uploads.map((file) => ({ file, drop: () => onUploads((all) => all.filter((one) => one !== file)) })),
  ];
  return (
    <section className={classes.lines} aria-label={t('editor.files')}>
      {lines.length > 0 ? (
        <ul className={classes.list}>
          {lines.map(({ file, drop }) => (
            <li key={file.url} className={classes.spread}>
              <a href={file.url} target="_blank" rel="noreferrer" className={classes.name}>
                {file.name}
              </a>
              <span className={classes.row}>
                <span className={classes.quiet}>{bytes(file.bytes, language)}</span>
                {readOnly ? null : <IconAction label={t('editor.removeFile', { name: file.name })} icon={IconX} onClick={drop} />}
              </span>
            </li>
          ))}
        </ul>
      ) : null}
      {readOnly ? null : (
        <div className={classes.row}>
          <Button variant="default" leftSection={<IconPaperclip size={15} stroke={1.8} aria-hidden="true" />} disabled={room <= 0} loading={busy > 0} onClick={() => picker.current?.click()}>
            {t('editor.attach')}
          </Button>
          {room <= 0 ? <span className={classes.quiet}>{t('editor.tooManyFiles')}</span> : null}
          <input
            ref={picker}
            type="file"
            multiple
            hidden
            onChange={(event) => {
              [...(event.currentTarget.files ?? [])].slice(0, room).forEach(bring);
              event.currentTarget.value = '';
            }}
          />
        </div>
      )}
    </section>
  );
}
