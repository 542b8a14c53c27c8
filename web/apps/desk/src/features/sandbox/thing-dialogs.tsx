import { Button, Modal, NumberInput, TextInput } from '@mantine/core';
import { useState, type ReactNode, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './sandbox.module.css';

interface DialogProps<Sent> {
  onSend: (sent: Sent) => void;
  onClose: () => void;
}

const places = {
  redSquare: { latitude: 55.7539, longitude: 37.6208 },
  palaceSquare: { latitude: 59.939, longitude: 30.3158 },
  kazan: { latitude: 55.7963, longitude: 49.1064 },
  london: { latitude: 51.5081, longitude: -0.1281 },
} as const;
const placeNames = ['redSquare', 'palaceSquare', 'kazan', 'london'] as const;

interface Point {
  latitude: number;
  longitude: number;
}

export function PlaceDialog({ onSend, onClose }: DialogProps<Point>) {
  const { t } = useTranslation('sandbox');
  const [point, setPoint] = useState<Point>(places.redSquare);
  const number = (name: keyof Point, most: number) => (
    <NumberInput label={t(name)} required withAsterisk={false} min={-most} max={most} decimalScale={6} hideControls value={point[name]} onChange={(value) => typeof value === 'number' && setPoint((before) => ({ ...before, [name]: value }))} />
  );
  return (
    <Ask title={t('place')} onSubmit={() => onSend(point)} onClose={onClose}>
      <div className={classes.row}>
        {placeNames.map((name) => (
          <Button key={name} size="compact-sm" variant={point.latitude === places[name].latitude ? 'light' : 'default'} onClick={() => setPoint(places[name])}>
            {t(`places.${name}`)}
          </Button>
        ))}
      </div>
      <div className={classes.pair}>
        {number('latitude', 90)}
        {number('longitude', 180)}
      </div>
    </Ask>
  );
}

export function CardDialog({ onSend, onClose }: DialogProps<{ name: string; phone: string }>) {
  const { t } = useTranslation('sandbox');
  const [name, setName] = useState('');
  const [phone, setPhone] = useState('');
  return (
    <Ask title={t('card')} onSubmit={() => onSend({ name, phone })} onClose={onClose}>
      <TextInput label={t('cardName')} required withAsterisk={false} maxLength={100} value={name} onChange={(event) => setName(event.currentTarget.value)} data-autofocus />
      <TextInput label={t('phone')} type="tel" required withAsterisk={false} maxLength={20} placeholder="+79161234567" value={phone} onChange={(event) => setPhone(event.currentTarget.value)} />
    </Ask>
  );
}

function Ask({ title, onSubmit, onClose, children }: { title: string; onSubmit: () => void; onClose: () => void; children: ReactNode }) {
  const { t } = useTranslation('sandbox');
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    // The dialogue hangs off the writing form: its submit is its own.
    event.stopPropagation();
    onSubmit();
  };
  return (
    <Modal opened onClose={onClose} title={title} size="sm" closeButtonProps={{ 'aria-label': t('cancel') }}>
      <form className={classes.form} onSubmit={submit}>
        {children}
        <div className={`${classes.row ?? ''} ${classes.ends ?? ''}`}>
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit">{t('send')}</Button>
        </div>
      </form>
    </Modal>
  );
}
