import { clockTime } from '@otklik/i18n';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '~/shared/i18n';
import type { PhoneMessage } from './api';
import classes from './sandbox.module.css';

interface PhoneBubbleProps {
  message: PhoneMessage;
  answered: PhoneMessage | undefined;
  /** What the bot said to the last press of a button here. */
  notice: string;
  onPress: (row: number, column: number) => void;
}

export function PhoneBubble({ message, answered, notice, onPress }: PhoneBubbleProps) {
  const { t } = useTranslation('sandbox');
  const language = useLanguage();
  const { file, location, contact } = message;
  const address = file ? `/sandbox/api/files/${encodeURIComponent(file.id)}` : '';
  return (
    <li className={classes.message} data-mine={message.mine}>
      <div className={classes.bubble}>
        {answered ? <div className={classes.quiet}>↩ {answered.text || t('attachment')}</div> : null}
        {file ? file.mime.startsWith('image/') ? <img src={address} alt={file.name || t('attachment')} /> : <a href={address} target="_blank" rel="noreferrer">{file.name || t('attachment')}</a> : null}
        {location ? `📍 ${location.latitude ?? ''}, ${location.longitude ?? ''}` : null}
        {contact ? `${contact.first_name ?? ''} ${contact.phone_number ?? ''}` : null}
        {message.text}
        <div className={classes.quiet}>
          {clockTime(new Date(message.at * 1000), language)}
          {message.edited ? ` · ${t('edited')}` : ''}
        </div>
      </div>
      {message.buttons.length > 0 ? (
        <div className={classes.keys}>
          {message.buttons.map((keys, row) => (
            <div key={keys.map((key) => key.text).join('|')}>
              {keys.map((key, column) => (
                <button key={key.text} type="button" onClick={() => onPress(row, column)}>
                  {key.text}
                </button>
              ))}
            </div>
          ))}
        </div>
      ) : null}
      {notice ? <div className={classes.quiet} role="status">{notice}</div> : null}
    </li>
  );
}
