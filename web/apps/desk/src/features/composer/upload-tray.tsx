import { bytes } from '@otklik/i18n';
import { IconAction } from '@otklik/ui';
import { IconAlertTriangle, IconFile, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '~/shared/i18n';
import { VoicePlayer } from '~/shared/voice/voice-player';
import type { PendingFile, Uploads } from './use-uploads';
import classes from './composer.module.css';

interface UploadTrayProps {
  uploads: Uploads;
  largest: number;
  most: number;
}

export function UploadTray({ uploads, largest, most }: UploadTrayProps) {
  const { t } = useTranslation('composer');
  if (uploads.files.length === 0) return null;
  return (
    <ul className={classes.tray} aria-label={t('files')}>
      {uploads.files.map((file) => (
        <li key={file.key} className={classes.file} data-refused={file.refusal !== null}>
          {file.upload?.kind === 'voice' ? (
            <VoicePlayer url={file.upload.url} seconds={null} name={null} />
          ) : (
            <>
              {file.preview ? <img src={file.preview} alt="" /> : <IconFile size={20} stroke={1.6} aria-hidden="true" />}
              <FileWords file={file} largest={largest} most={most} />
            </>
          )}
          <IconAction size={24} label={t('removeFile', { name: file.name })} icon={IconX} onClick={() => uploads.remove(file.key)} />
        </li>
      ))}
    </ul>
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
