import { numbered } from '@otklik/i18n';
import { PageHeader, TableList, type Column } from '@otklik/ui';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '~/shared/i18n';
import { usePages } from '../asking';
import { Moment } from '../moment';
import { Paged } from '../paged';
import classes from '../parts.module.css';
import type { AuditLine } from '../wire';
import { sayDetail } from './detail';

export default function AuditPage() {
  const { t, i18n } = useTranslation('admin');
  const language = useLanguage();
  const audit = usePages<AuditLine>(['audit'], '/audit');
  /** Words for the known deeds; a new one of the server shows as it is named there. */
  const say = (action: string) => {
    const name = action.replaceAll('.', '_');
    return i18n.exists(`admin:audit.actions.${name}`) ? t(`audit.actions.${name as 'session_opened'}`) : action;
  };
  const columns: Column<AuditLine>[] = [
    { id: 'at', title: t('audit.at'), width: '160px', render: (line) => <Moment at={line.at} /> },
    { id: 'who', title: t('audit.who'), render: (line) => line.actor.name || t('audit.system') },
    {
      id: 'what',
      title: t('audit.what'),
      render: (line) => (
        <>
          {say(line.action)}
          {line.object.id === null ? null : <span className={classes.quiet}> {numbered(line.object.id, language)}</span>}
          {sayDetail(line.detail, { i18n, language }).map(({ name, value }) => (
            <div key={name} className={classes.quiet}>
              {name}: {value}
            </div>
          ))}
        </>
      ),
    },
  ];
  return (
    <>
      <PageHeader title={t('audit.title')} hint={t('audit.hint')} />
      <Paged query={audit} empty={<p className={classes.quiet}>{t('audit.empty')}</p>}>
        {(lines) => <TableList stacked label={t('audit.title')} rows={lines} columns={columns} rowKey={(line) => line.id} />}
      </Paged>
    </>
  );
}
