import { Button, FileButton, TextInput } from '@mantine/core';
import { asProblem, uploadFile, type ProviderTemplate, type TemplateGap, type Upload } from '@otklik/api';
import { IconFile } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemText } from '~/shared/problem-text';
import { server } from '~/shared/server';
import { buttonTitle, isTooLong, placeOf, stretches, VALUE_MAX, type Values } from './filling';
import classes from './templates.module.css';

interface TemplateFormProps {
  template: ProviderTemplate;
  values: Values;
  file: Upload | null;
  onValues: (values: Values) => void;
  onFile: (file: Upload | null) => void;
}

const ACCEPTS: Record<string, string> = { image: 'image/jpeg,image/png', video: 'video/mp4,video/3gpp' };

/** What goes into the gaps of a template, beside what the customer will see. */
export function TemplateForm({ template, values, file, onValues, onFile }: TemplateFormProps) {
  const { t } = useTranslation('templates');
  return (
    <div className={classes.pair}>
      <div className={classes.fields}>
        {template.file ? <FileField kind={template.file} file={file} onFile={onFile} /> : null}
        {template.gaps.map((gap, number) => (
          <GapField key={gap.key} template={template} gap={gap} values={values} first={number === 0 && template.file === ''} onChange={(value) => onValues({ ...values, [gap.key]: value })} />
        ))}
        {template.category === 'marketing' ? <p className={classes.quiet}>{t('consent')}</p> : null}
      </div>
      <section className={classes.preview} aria-label={t('preview')}>
        <h3>{t('preview')}</h3>
        <Preview template={template} values={values} file={file} />
      </section>
    </div>
  );
}

function GapField({ template, gap, values, first, onChange }: { template: ProviderTemplate; gap: TemplateGap; values: Values; first: boolean; onChange: (value: string) => void }) {
  const { t } = useTranslation('templates');
  const { place, button, name } = placeOf(gap);
  const label = gap.label || t(`gap.${place}`, { name, title: template.buttons[button]?.title ?? '' });
  return (
    <TextInput
      label={label}
      description={gap.kind === 'payload' ? t('payload') : undefined}
      placeholder={gap.example ? t('sample', { example: gap.example }) : undefined}
      required={gap.kind === 'text'}
      data-autofocus={first || undefined}
      autoComplete="off"
      value={values[gap.key] ?? ''}
      error={isTooLong(gap, values) ? t('tooLong', { most: VALUE_MAX }) : undefined}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

function FileField({ kind, file, onFile }: { kind: string; file: Upload | null; onFile: (file: Upload | null) => void }) {
  const { t } = useTranslation('templates');
  const [share, setShare] = useState<number | null>(null);
  const [trouble, setTrouble] = useState('');
  const take = (chosen: File | null) => {
    if (!chosen) return;
    setTrouble('');
    setShare(0);
    uploadFile(server, chosen, { onProgress: setShare })
      .then((upload) => (upload.kind === kind ? onFile(upload) : setTrouble(t('wrongFile'))))
      .catch((error: unknown) => setTrouble(problemText(asProblem(error))))
      .finally(() => setShare(null));
  };
  return (
    <div className={classes.file}>
      <span className={classes.label}>{t('file')}</span>
      <div className={classes.chosen}>
        {file ? <span className="truncate">{file.name}</span> : <span className={classes.quiet}>{t(`fileKinds.${kind as 'image'}`, { defaultValue: '' })}</span>}
        <FileButton onChange={take} accept={ACCEPTS[kind] ?? '*/*'}>
          {(props) => (
            <Button {...props} size="compact-sm" variant="default" loading={share !== null} data-autofocus>
              {t(file ? 'changeFile' : 'chooseFile')}
            </Button>
          )}
        </FileButton>
      </div>
      {trouble ? (
        <p className={classes.trouble} role="alert">
          {trouble}
        </p>
      ) : null}
    </div>
  );
}

function Preview({ template, values, file }: { template: ProviderTemplate; values: Values; file: Upload | null }) {
  return (
    <div className={classes.bubble}>
      {file?.url && file.kind === 'image' ? <img src={file.url} alt="" /> : template.file ? <span className={classes.held}><IconFile size={22} stroke={1.5} aria-hidden="true" />{file?.name ?? ''}</span> : null}
      {template.header ? <strong>{<Filled place="header" text={template.header} values={values} />}</strong> : null}
      <p>
        <Filled place="body" text={template.body} values={values} />
      </p>
      {template.footer ? <p className={classes.footer}>{template.footer}</p> : null}
      {template.buttons.length > 0 ? (
        <ul>
          {template.buttons.map((one, number) => (
            <li key={`${number} ${one.title}`}>{buttonTitle(template, number, values)}</li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

function Filled({ place, text, values }: { place: string; text: string; values: Values }) {
  return (
    <>
      {stretches(place, text, values).map((one, number) => (one.key === null ? one.text : <mark key={`${number} ${one.key}`} data-empty={one.text.startsWith('{{')}>{one.text}</mark>))}
    </>
  );
}
