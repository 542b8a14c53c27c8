import { Badge, Button, Skeleton, TextInput } from '@mantine/core';
import { dateTimeLabel } from '@otklik/i18n';
import type { ProviderTemplate, ProviderTemplates } from '@otklik/api';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '~/shared/i18n';
import { problemText } from '~/shared/problem-text';
import { useSession } from '~/shared/session';
import { useTemplates } from './api';
import { findTemplates } from './filling';
import classes from './templates.module.css';

interface TemplatePickerProps {
  inbox: number;
  onChoose: (template: ProviderTemplate) => void;
}

/** All that the provider keeps for an inbox; what cannot be sent says why. */
export function TemplatePicker({ inbox, onChoose }: TemplatePickerProps) {
  const { t } = useTranslation('templates');
  const [sought, setSought] = useState('');
  const { listed, asking } = useTemplates(inbox);
  if (listed.isPending) return <Skeleton height={220} aria-label={t('loading')} />;
  if (listed.isError) return <p className={classes.trouble} role="alert">{`${t('failed')} ${problemText(listed.error)}`}</p>;
  const found = findTemplates(listed.data.items, sought);
  return (
    <>
      {listed.data.items.length > 0 ? <TextInput data-autofocus leftSection={<IconSearch size={16} stroke={1.8} />} aria-label={t('search')} placeholder={t('search')} value={sought} onChange={(event) => setSought(event.currentTarget.value)} /> : null}
      {found.length > 0 ? (
        <ul className={classes.list}>
          {found.map((one) => (
            <li key={`${one.name} ${one.language}`}>
              <TemplateLine template={one} onChoose={onChoose} />
            </li>
          ))}
        </ul>
      ) : (
        <p className={classes.none}>{t(listed.data.items.length > 0 ? 'nothing' : 'none')}</p>
      )}
      <Synced state={listed.data} busy={asking.isPending} onRefresh={() => asking.mutate()} />
    </>
  );
}

function TemplateLine({ template, onChoose }: { template: ProviderTemplate; onChoose: (template: ProviderTemplate) => void }) {
  const { t } = useTranslation('templates');
  const why = template.obstacle ? t('obstacle', { what: template.obstacle }) : template.reason;
  return (
    <button type="button" className={classes.line} disabled={!template.sendable} onClick={() => onChoose(template)}>
      <span className={classes.names}>
        <strong className="truncate">{template.name}</strong>
        <span className={classes.quiet}>{template.language}</span>
        {template.sendable ? <span className={classes.quiet}>{t(`category.${template.category}`)}</span> : <Badge size="sm" variant="light" color="gray" tt="none">{t(`status.${template.status}`)}</Badge>}
      </span>
      <span className={classes.words}>{[template.header, template.body].filter(Boolean).join(' · ')}</span>
      {!template.sendable && why ? <span className={classes.why}>{why}</span> : null}
    </button>
  );
}

/** When the provider was asked last, and what it said. */
export function Synced({ state, busy, onRefresh }: { state: ProviderTemplates; busy: boolean; onRefresh: () => void }) {
  const { t } = useTranslation('templates');
  const language = useLanguage();
  const zone = useSession().workspace.time_zone;
  return (
    <div className={classes.synced}>
      <span className={state.error ? classes.trouble : classes.quiet} role={state.error ? 'alert' : undefined}>
        {state.error ? t('trouble', { error: state.error }) : state.synced_at ? t('synced', { when: dateTimeLabel(new Date(state.synced_at), new Date(), language, zone) }) : t('never')}
      </span>
      <Button size="compact-sm" variant="subtle" loading={busy} onClick={onRefresh}>
        {t('refresh')}
      </Button>
    </div>
  );
}
