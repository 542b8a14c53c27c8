import { PageHeader, Section } from '@otklik/ui';
import { useTranslation } from 'react-i18next';
import { DeadJobs } from './dead-jobs';
import { FailedCalls } from './failed-calls';

/** What could not be done by itself: seen with its reason, and tried again by hand. */
export default function DeliveriesPage() {
  const { t } = useTranslation('admin');
  return (
    <>
      <PageHeader title={t('deliveries.title')} hint={t('deliveries.hint')} />
      <Section title={t('deliveries.calls')} hint={t('deliveries.callsHint')}>
        <FailedCalls />
      </Section>
      <Section title={t('deliveries.jobs')} hint={t('deliveries.jobsHint')}>
        <DeadJobs />
      </Section>
    </>
  );
}
