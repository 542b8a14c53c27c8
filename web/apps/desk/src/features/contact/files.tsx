import { Button } from '@mantine/core';
import { bytes, shortStamp } from '@otklik/i18n';
import { IconFile } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '~/shared/i18n';
import { useFiles } from './api-card';
import classes from './contact.module.css';

const Lightbox = lazy(() => import('~/shared/lightbox/lightbox'));

/** Pictures and other files of every conversation with the person. */
export function Files({ contact }: { contact: number }) {
  const { t } = useTranslation('contact');
  const pictures = useFiles(contact, 'picture');
  const others = useFiles(contact, 'other');
  const images = pictures.data?.pages.flatMap((page) => page.items) ?? [];
  const papers = others.data?.pages.flatMap((page) => page.items) ?? [];
  const [opened, setOpened] = useState<number | null>(null);
  const language = useLanguage();
  if (pictures.isSuccess && others.isSuccess && images.length + papers.length === 0) return <p className={classes.minor}>{t('files.none')}</p>;
  return (
    <>
      {images.length > 0 ? (
        <div className={classes.grid}>
          {images.map(({ file }, place) => (
            <button key={file.id} type="button" className={classes.thumb} onClick={() => setOpened(place)} aria-label={t('files.open', { name: file.name })}>
              <img src={file.url ?? ''} alt="" loading="lazy" decoding="async" />
            </button>
          ))}
        </div>
      ) : null}
      <More query={pictures} label={t('files.morePictures')} />
      <ul className={classes.list}>
        {papers.map(({ file, at }) => (
          <li key={file.id}>
            <a className={classes.paper} href={file.url ?? ''} download={file.name} target="_blank" rel="noreferrer">
              <IconFile size={18} stroke={1.6} aria-hidden="true" />
              <span className="truncate">{file.name || t('attachment')}</span>
              <span className={classes.minor}>{[file.bytes ? bytes(file.bytes, language) : '', shortStamp(new Date(at), new Date(), language)].filter(Boolean).join(' · ')}</span>
            </a>
          </li>
        ))}
      </ul>
      <More query={others} label={t('files.moreFiles')} />
      <Suspense fallback={null}>{opened === null ? null : <Lightbox pictures={images.map(({ file }) => ({ file, caption: '' }))} at={opened} onMove={setOpened} />}</Suspense>
    </>
  );
}

function More({ query, label }: { query: ReturnType<typeof useFiles>; label: string }) {
  if (!query.hasNextPage) return null;
  return (
    <Button size="compact-sm" variant="subtle" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
      {label}
    </Button>
  );
}
