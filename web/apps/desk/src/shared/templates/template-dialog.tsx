import '@otklik/ui/forms';
import { Button, Group, Modal, Stack } from '@mantine/core';
import type { ProviderTemplate, TemplateChoice, Upload } from '@otklik/api';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { chosenValues, isFilled, readOut, type Values } from './filling';
import { TemplateForm } from './template-form';
import { TemplatePicker } from './template-picker';

/** A template ready to leave, and the words the customer will read. */
export interface Ready {
  choice: TemplateChoice;
  file: Upload | null;
  text: string;
}

interface TemplateDialogProps {
  inbox: number;
  onSend: (ready: Ready) => void;
  onClose: () => void;
}

/** First which template, then what goes into it. */
export default function TemplateDialog({ inbox, onSend, onClose }: TemplateDialogProps) {
  const { t } = useTranslation('templates');
  const [template, setTemplate] = useState<ProviderTemplate | null>(null);
  const [values, setValues] = useState<Values>({});
  const [file, setFile] = useState<Upload | null>(null);
  const choose = (next: ProviderTemplate | null) => {
    setTemplate(next);
    setValues({});
    setFile(null);
  };
  const send = (chosen: ProviderTemplate) => {
    if (!isFilled(chosen, values, file !== null)) return;
    onSend({ choice: { name: chosen.name, language: chosen.language, values: chosenValues(chosen, values) }, file, text: readOut(chosen, values) });
  };
  return (
    <Modal opened onClose={onClose} title={template ? template.name : t('title')} size="xl" closeButtonProps={{ 'aria-label': t('closeDialog') }}>
      {template ? (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            send(template);
          }}
        >
          <Stack>
            <TemplateForm template={template} values={values} file={file} onValues={setValues} onFile={setFile} />
            <Group justify="space-between">
              <Button variant="default" onClick={() => choose(null)}>
                {t('back')}
              </Button>
              <Button type="submit" disabled={!isFilled(template, values, file !== null)}>
                {t('send')}
              </Button>
            </Group>
          </Stack>
        </form>
      ) : (
        <Stack gap="sm">
          <TemplatePicker inbox={inbox} onChoose={choose} />
        </Stack>
      )}
    </Modal>
  );
}
