import { Menu } from '@mantine/core';
import { IconAction, KeyCaps, MenuOnDemand } from '@otklik/ui';
import { IconBold, IconCode, IconItalic, IconLetterCase, IconLink, IconStrikethrough, type Icon } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Sign } from '~/shared/formatting';
import type { Formatting } from './use-formatting';

const glyphs: Record<Sign, Icon> = { bold: IconBold, italic: IconItalic, strike: IconStrikethrough, code: IconCode, link: IconLink };
const caps: Partial<Record<Sign, string[]>> = { bold: ['Ctrl', 'B'], italic: ['Ctrl', 'I'] };

/** Formatting of what is chosen in the field. */
export function FormatButton({ formatting }: { formatting: Formatting }) {
  const { t } = useTranslation('composer');
  if (formatting.signs.length === 0) return null;
  return (
    <MenuOnDemand position="top-start" width={220} returnFocus={false} button={<IconAction label={t('format.title')} icon={IconLetterCase} />}>
      {formatting.signs.map((sign) => {
        const Glyph = glyphs[sign];
        return (
          <Menu.Item key={sign} leftSection={<Glyph size={16} stroke={1.7} aria-hidden="true" />} rightSection={caps[sign] ? <KeyCaps keys={caps[sign]} /> : null} onClick={() => formatting.put(sign)}>
            {t(`format.${sign}`)}
          </Menu.Item>
        );
      })}
    </MenuOnDemand>
  );
}
