import { PageHeader } from '@otklik/ui';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { server } from '~/shared/server';
import { Loaded } from '../loaded';
import classes from '../parts.module.css';
import type { Workspace } from '../wire';
import { AntivirusForm } from './antivirus-form';
import { CompanyForm } from './company-form';
import { DemoData } from './demo-data';
import { MapsForm } from './maps-form';
import { TransferForm } from './transfer-form';
import { TwoFactorForm } from './two-factor-form';

export default function CompanyPage() {
  const { t } = useTranslation('admin');
  const company = useQuery({ queryKey: ['workspace'], queryFn: () => server.get<Workspace>('/workspace') });
  return (
    <>
      <PageHeader title={t('company.title')} hint={t('company.hint')} />
      <Loaded query={company}>
        {(workspace) => (
          <>
            <CompanyForm workspace={workspace} />
            <div className={classes.apart}>
              <TransferForm workspace={workspace} />
            </div>
            <div className={classes.apart}>
              <TwoFactorForm workspace={workspace} />
              <AntivirusForm workspace={workspace} />
            </div>
            <div className={classes.apart}>
              <MapsForm />
            </div>
            <div className={classes.apart}>
              <DemoData there={workspace.demo} />
            </div>
          </>
        )}
      </Loaded>
    </>
  );
}
