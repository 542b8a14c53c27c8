import { Button } from '@mantine/core';
import { bytes } from '@otklik/i18n';
import { IconAction } from '@otklik/ui';
import { IconAlertTriangle, IconArrowsMinimize, IconChevronLeft, IconChevronRight, IconFile, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '~/shared/i18n';
import { VoicePlayer } from '~/shared/voice/voice-player';
import { SIDE } from './shrinking';
import type { PendingFile, Uploads } from './use-uploads';
import classes from './composer.module.css';

type Tray = Pick<Uploads, 'files' | 'move' | 'remove' | 'shrink' | 'sendAsFile'>;

interface UploadTrayProps {
  uploads: Tray;
  largest: number;
  most: number;
}

export function UploadTray({ uploads, largest, most }: UploadTrayProps) {
  const { t } = useTranslation('composer');
  if (uploads.files.length === 0) return null;
  return (
    <ul className={classes.tray} aria-label={t('files')}>
      {uploads.files.map((file, place) => (
        <li key={file.key} className={classes.file} data-refused={file.refusal !== null}>
          {file.upload?.kind === 'voice' ? (
            <VoicePlayer url={file.upload.url} seconds={null} name={null} />
          ) : (
            <>
              {file.preview ? <img src={file.preview} alt="" /> : <IconFile size={20} stroke={1.6} aria-hidden="true" />}
              <FileWords file={file} largest={largest} most={most} />
            </>
          )}
          {file.refusal === 'needs_program' ? (
            <Button size="compact-xs" variant="default" onClick={() => uploads.sendAsFile(file.key)}>
              {t('asFile')}
            </Button>
          ) : null}
          <Order uploads={uploads} place={place} />
          {file.large ? <IconAction size={24} label={t('shrink', { name: file.name, side: SIDE })} icon={IconArrowsMinimize} onClick={() => uploads.shrink(file.key)} /> : null}
          <IconAction size={24} label={t('removeFile', { name: file.name })} icon={IconX} onClick={() => uploads.remove(file.key)} />
        </li>
      ))}
    </ul>
  );
}

/** Which of several files comes first. */
function Order({ uploads, place }: { uploads: Tray; place: number }) {
  const { t } = useTranslation('composer');
  const file = uploads.files[place];
  if (!file?.upload || uploads.files.filter((one) => one.upload).length < 2) return null;
  return (
    <>
      {place > 0 ? <IconAction size={24} label={t('fileEarlier', { name: file.name })} icon={IconChevronLeft} onClick={() => uploads.move(file.key, -1)} /> : null}
      {uploads.files[place + 1]?.upload ? <IconAction size={24} label={t('fileLater', { name: file.name })} icon={IconChevronRight} onClick={() => uploads.move(file.key, 1)} /> : null}
    </>
  );
}

function FileWords({ file, largest, most }: { file: PendingFile; largest: number; most: number }) {
  const { t } = useTranslation('composer');
  const language = useLanguage();
  return (
    <span className={classes.fileWords}>
      <span className="truncate">{file.name}</span>
      {file.refusal ? (
        <span className={classes.refusal} role="alert">
          <IconAlertTriangle size={13} stroke={2} aria-hidden="true" />
          {t(`refusal.${file.refusal}`, { largest: bytes(largest, language), count: most })}
        </span>
      ) : file.upload ? (
        <span className={classes.fileSize}>{bytes(file.size, language)}</span>
      ) : (
        <progress className={classes.progress} max={1} value={file.share} aria-label={t('uploading', { name: file.name })} />
      )}
    </span>
  );
}
