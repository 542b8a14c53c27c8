import { PageHeader } from '@otklik/ui';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Loaded } from '../loaded';
import { ServiceForm } from './service-form';
import { serviceQuery } from './wire';

/** The company's translation service: where it is, its key, and a test that really asks it. */
export default function TranslationPage() {
  const { t } = useTranslation('translation');
  const service = useQuery(serviceQuery);
  return (
    <>
      <PageHeader title={t('title')} hint={t('hint')} />
      <Loaded query={service}>{(found) => <ServiceForm service={found} />}</Loaded>
    </>
  );
}
