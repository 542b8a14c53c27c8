import { Button, Menu, SegmentedControl, Textarea } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { CannedVariant, UnresolvedVariable } from '@otklik/api';
import { IconBraces, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { languageName } from '~/shared/canned/languages';
import { VARIABLES } from '~/shared/canned/places';
import { useLanguage } from '~/shared/i18n';
import { keys } from '~/shared/keys';
import { server } from '~/shared/server';
import classes from '../parts.module.css';

const OFFERED = ['ru', 'en', 'uk', 'be', 'kk', 'uz', 'ky', 'tg', 'hy', 'ka', 'az', 'tr', 'de', 'fr', 'es', 'pt-BR', 'it', 'pl', 'zh', 'ar', 'he'];
const PREVIEW_MS = 300;
const MOST = 10;

interface CannedVariantsProps {
  variants: CannedVariant[];
  readOnly: boolean;
  errorOf: (name: string) => string | undefined;
  onChange: (variants: CannedVariant[]) => void;
}

/** The text in each language, the first is for everybody else; what the customer would read stands beside it. */
export function CannedVariants({ variants, readOnly, errorOf, onChange }: CannedVariantsProps) {
  const { t } = useTranslation('canned');
  const tongue = useLanguage();
  const field = useRef<HTMLTextAreaElement>(null);
  const [at, setAt] = useState(0);
  const number = Math.min(at, variants.length - 1);
  const current = variants[number];
  const wrong = variants.findIndex((_, place) => errorOf(`variants.${place}.text`) ?? errorOf(`variants.${place}.language`));
  const error = errorOf(`variants.${number}.text`) ?? errorOf(`variants.${number}.language`) ?? (wrong >= 0 ? `${languageName(variants[wrong]?.language ?? '', tongue)}: ${errorOf(`variants.${wrong}.text`) ?? ''}` : undefined);
  if (!current) return null;
  const write = (text: string) => onChange(variants.map((one, place) => (place === number ? { ...one, text } : one)));
  const insert = (words: string, from = words.length, to = words.length) => {
    const start = field.current?.selectionStart ?? current.text.length;
    write(current.text.slice(0, start) + words + current.text.slice(field.current?.selectionEnd ?? start));
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(start + from, start + to);
    });
  };
  const add = (language: string) => {
    onChange([...variants, { language, text: '' }]);
    setAt(variants.length);
  };
  const drop = () => {
    onChange(variants.filter((_, place) => place !== number));
    setAt(0);
  };
  return (
    <div className={classes.lines}>
      <div className={classes.row}>
        <SegmentedControl aria-label={t('fields.language')} value={String(number)} data={variants.map((one, place) => ({ value: String(place), label: languageName(one.language, tongue) + (place === 0 && variants.length > 1 ? ` · ${t('editor.default')}` : '') }))} onChange={(value) => setAt(Number(value))} />
        {readOnly || variants.length >= MOST ? null : <AddLanguage taken={variants.map((one) => one.language)} onAdd={add} />}
        {readOnly || variants.length === 1 ? null : (
          <Button variant="subtle" color="red" onClick={drop}>
            {t('editor.removeLanguage', { language: languageName(current.language, tongue) })}
          </Button>
        )}
      </div>
      <div className={classes.pair}>
        <Textarea ref={field} label={t('fields.text')} lang={current.language} dir="auto" autosize minRows={6} maxRows={18} maxLength={5000} readOnly={readOnly} value={current.text} error={error} onChange={(event) => write(event.currentTarget.value)} />
        <Sample variant={current} />
      </div>
      {readOnly ? null : <VariableMenu onInsert={insert} />}
    </div>
  );
}

function AddLanguage({ taken, onAdd }: { taken: string[]; onAdd: (language: string) => void }) {
  const { t } = useTranslation('canned');
  const tongue = useLanguage();
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button variant="subtle" leftSection={<IconPlus size={15} stroke={1.8} aria-hidden="true" />}>
          {t('editor.addLanguage')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={300} style={{ overflowY: 'auto' }}>
        {OFFERED.filter((one) => !taken.includes(one)).map((one) => (
          <Menu.Item key={one} onClick={() => onAdd(one)}>
            {languageName(one, tongue)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function VariableMenu({ onInsert }: { onInsert: (words: string, from?: number, to?: number) => void }) {
  const { t } = useTranslation('canned');
  const key = t('editor.attributeKey');
  const head = '{{customer.attributes.';
  return (
    <div className={classes.row}>
      <Menu position="bottom-start">
        <Menu.Target>
          <Button variant="default" leftSection={<IconBraces size={15} stroke={1.8} aria-hidden="true" />}>
            {t('editor.insertVariable')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {VARIABLES.map((name) => (
            <Menu.Item key={name} onClick={() => setTimeout(() => onInsert(`{{${name}}}`), 0)}>
              {t(`variables.${name.replace('.', '_') as 'customer_name'}`)}
            </Menu.Item>
          ))}
          <Menu.Item onClick={() => setTimeout(() => onInsert(`${head}${key}}}`, head.length, head.length + key.length), 0)}>{t('editor.attribute')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <span className={`${classes.quiet ?? ''} ${classes.small ?? ''}`}>{t('editor.fallback', { example: '{{customer.first_name|default:"…"}}' })}</span>
    </div>
  );
}

interface SampleMade {
  text: string;
  unresolved: UnresolvedVariable[];
  faults: { code: 'unknown_variable' | 'bad_variable'; words: string; start: number }[];
}

function Sample({ variant }: { variant: CannedVariant }) {
  const { t } = useTranslation('canned');
  const [asked] = useDebouncedValue(variant, PREVIEW_MS);
  const made = useQuery({
    queryKey: [...keys.canned, 'sample', asked.language, asked.text],
    queryFn: () => server.post<SampleMade>('/canned-responses/sample', { text: asked.text, language: asked.language }),
    placeholderData: (before) => before,
    gcTime: 10_000,
  }).data;
  return (
    <section className={classes.sample} aria-label={t('editor.preview')}>
      <h2>{t('editor.preview')}</h2>
      <p className={classes.bubble} dir="auto">
        {made?.text}
      </p>
      {made?.faults.map((one) => (
        <p key={one.start} className={classes.error} role="status">
          {t(`editor.fault.${one.code}`, { words: one.words, at: one.start + 1 })}
        </p>
      ))}
      <span className={`${classes.quiet ?? ''} ${classes.small ?? ''}`}>{t('editor.previewHint')}</span>
    </section>
  );
}
