import { useTranslation } from 'react-i18next';
import { useSession } from '~/shared/session';
import classes from '../parts.module.css';
import { fillSignature, sampleValues } from './signature';

/** How the signature will look below a letter of mine. */
export function SignaturePreview({ text }: { text: string }) {
  const { t } = useTranslation('channels');
  const { operator, workspace } = useSession();
  return (
    <figure className={classes.signature}>
      <figcaption className={classes.quiet}>{t('signaturePreview')}</figcaption>
      <p dir="auto">{fillSignature(text, sampleValues(operator.name, workspace.name, t('sampleCustomer')))}</p>
    </figure>
  );
}
