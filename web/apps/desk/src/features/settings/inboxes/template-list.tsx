import { Badge } from '@mantine/core';
import type { ProviderTemplate } from '@otklik/api';
import { TableList, type Column } from '@otklik/ui';
import { useTranslation } from 'react-i18next';
import { useTemplates } from '~/shared/templates/api';
import { Synced } from '~/shared/templates/template-picker';
import { Loaded } from '../loaded';
import classes from '../parts.module.css';

const COLOURS = { approved: 'green', pending: 'yellow', rejected: 'red', paused: 'gray', disabled: 'gray' } as const;

/** What the provider has approved for this inbox, or has not, and why. */
export default function TemplateList({ inboxId }: { inboxId: number }) {
  const { t } = useTranslation('templates');
  const { listed, asking } = useTemplates(inboxId);
  const columns: Column<ProviderTemplate>[] = [
    { id: 'name', title: t('columns.name'), width: '220px', render: (one) => <span className="truncate">{one.name} <span className={classes.quiet}>{one.language}</span></span> },
    { id: 'status', title: t('columns.status'), width: '150px', render: (one) => <Badge variant="light" tt="none" color={COLOURS[one.status]}>{t(`status.${one.status}`)}</Badge> },
    { id: 'category', title: t('columns.category'), width: '130px', secondary: true, render: (one) => t(`category.${one.category}`) },
    { id: 'text', title: t('columns.text'), render: (one) => <Words template={one} /> },
  ];
  return (
    <Loaded query={listed}>
      {(told) => (
        <>
          {told.items.length > 0 ? <TableList label={t('section')} stacked rows={told.items} columns={columns} rowKey={(one) => `${one.name} ${one.language}`} /> : <p className={classes.quiet}>{t('none')}</p>}
          <Synced state={told} busy={asking.isPending} onRefresh={() => asking.mutate()} />
        </>
      )}
    </Loaded>
  );
}

function Words({ template }: { template: ProviderTemplate }) {
  const { t } = useTranslation('templates');
  const why = template.obstacle ? t('obstacle', { what: template.obstacle }) : template.reason;
  return (
    <span>
      {[template.header, template.body].filter(Boolean).join(' · ')}
      {why ? <span className={classes.bad}> {why}</span> : null}
    </span>
  );
}
