import { Button, NumberInput, Select, Switch, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors, isAboutFields } from '~/shared/field-errors';
import { keys } from '~/shared/keys';
import { problemText } from '~/shared/problem-text';
import { useDeed } from '../asking';
import classes from '../parts.module.css';
import { NAME_MAX, PATTERNS_MAX, TEXT_MAX, type Greeting, type GreetingDraft, type Terms } from './greeting-wire';

interface GreetingFormProps {
  first: GreetingDraft;
  save: (draft: GreetingDraft) => Promise<Greeting>;
  onDone: () => void;
}

/** The words of a greeting and when it is shown. */
export function GreetingForm({ first, save, onDone }: GreetingFormProps) {
  const { t } = useTranslation('channels');
  const [draft, setDraft] = useState(first);
  const put = (change: Partial<GreetingDraft>) => setDraft((known) => ({ ...known, ...change }));
  const keep = useDeed({ quiet: true, stale: [keys.inboxes], run: () => save(draft), onDone });
  const errorOf = fieldErrors(keep.error);
  return (
    <form
      className={classes.stack}
      onSubmit={(event) => {
        event.preventDefault();
        keep.mutate(undefined);
      }}
    >
      <TextInput label={t('greetings.name')} description={t('nameHint')} required withAsterisk={false} maxLength={NAME_MAX} value={draft.name} error={errorOf('name')} onChange={(event) => put({ name: event.currentTarget.value })} />
      <div className={classes.pair}>
        {(['text_ru', 'text_en'] as const).map((field) => (
          <Textarea key={field} label={t(`greetings.${field}`)} autosize minRows={2} maxRows={6} maxLength={TEXT_MAX} value={draft[field]} error={errorOf(field)} onChange={(event) => put({ [field]: event.currentTarget.value })} />
        ))}
      </div>
      <TermsFields terms={draft.terms} errorOf={errorOf} onChange={(change) => put({ terms: { ...draft.terms, ...change } })} />
      <Amount label={t('greetings.every')} hint={t('greetings.everyHint')} max={365} value={draft.every_days} error={errorOf('every_days')} onChange={(every_days) => put({ every_days })} />
      <p className={classes.error} role="alert">
        {keep.isError && !isAboutFields(keep.error) ? problemText(keep.error) : null}
      </p>
      <div className={classes.row}>
        <Button type="submit" loading={keep.isPending}>
          {t('save')}
        </Button>
        <Button variant="default" onClick={onDone}>
          {t('greetings.cancel')}
        </Button>
      </div>
    </form>
  );
}

interface TermsFieldsProps {
  terms: Terms;
  errorOf: (name: string) => string | undefined;
  onChange: (change: Partial<Terms>) => void;
}

function TermsFields({ terms, errorOf, onChange }: TermsFieldsProps) {
  const { t } = useTranslation('channels');
  const visitors = (['all', 'new', 'returning'] as const).map((value) => ({ value, label: t(`greetings.visitors.${value}`) }));
  const present = (['any', 'online', 'away'] as const).map((value) => ({ value, label: t(`greetings.present.${value}`) }));
  return (
    <>
      <TagsInput label={t('greetings.pages')} description={t('greetings.pagesHint')} maxTags={PATTERNS_MAX} value={terms.pages} error={errorOf('terms.pages')} acceptValueOnBlur placeholder={terms.pages.length === 0 ? '/cart*' : ''} onChange={(pages) => onChange({ pages })} />
      <div className={classes.pair}>
        <Amount label={t('greetings.seconds')} max={3600} value={terms.seconds} error={errorOf('terms.seconds')} onChange={(seconds) => onChange({ seconds })} />
        <Amount label={t('greetings.scroll')} max={100} value={terms.scroll} error={errorOf('terms.scroll')} onChange={(scroll) => onChange({ scroll })} />
        <Amount label={t('greetings.visits')} min={1} max={1000} value={terms.visits} error={errorOf('terms.visits')} onChange={(visits) => onChange({ visits })} />
        <Select label={t('greetings.visitor')} allowDeselect={false} value={terms.visitors} data={visitors} onChange={(value) => value && onChange({ visitors: value })} />
        <Select label={t('greetings.operators')} allowDeselect={false} value={terms.present} data={present} onChange={(value) => value && onChange({ present: value })} />
      </div>
      <Switch label={t('greetings.leaving')} description={t('greetings.leavingHint')} checked={terms.leaving} onChange={(event) => onChange({ leaving: event.currentTarget.checked })} />
    </>
  );
}

interface AmountProps {
  label: string;
  hint?: string;
  min?: number;
  max: number;
  value: number;
  error: string | undefined;
  onChange: (value: number) => void;
}

function Amount({ label, hint, min = 0, max, value, error, onChange }: AmountProps) {
  return <NumberInput label={label} description={hint} min={min} max={max} clampBehavior="strict" allowDecimal={false} value={value} error={error} onChange={(number) => onChange(typeof number === 'number' ? number : min)} />;
}
