import { Button, createTheme, Input, type CSSVariablesResolver, type MantineColorsTuple, type MantineThemeOverride } from '@mantine/core';

const iris: MantineColorsTuple = ['#eef0ff', '#e0e2ff', '#c3c7fd', '#a3a9fa', '#858bf6', '#6f75f2', '#5b62f0', '#4a4fe0', '#3f44cc', '#3337ad'];
const gray: MantineColorsTuple = ['#f5f6f9', '#f1f2f5', '#e6e8ee', '#d5d9e2', '#b3bac8', '#8a92a2', '#5f6778', '#515969', '#2b3140', '#171b24'];
const dark: MantineColorsTuple = ['#eceef3', '#b0b7c5', '#98a0b0', '#667085', '#323846', '#242935', '#1b1f28', '#14171e', '#0d0f14', '#080a0d'];

const surface = (fill: string, text: string) => ({ '--alert-bg': `var(--${fill})`, '--alert-color': `var(--${text})`, '--alert-bd': '1px solid transparent' });

/** Mantine's own surfaces of a notice are louder than all around them. */
const notice: Record<string, Record<string, string>> = { yellow: surface('note-fill', 'note-text'), red: surface('late-fill', 'late'), iris: surface('selection', 'text') };

export const theme: MantineThemeOverride = createTheme({
  primaryColor: 'iris',
  primaryShade: { light: 7, dark: 6 },
  colors: { iris, gray, dark },
  white: '#ffffff',
  black: '#171b24',
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--font-mono)',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '15px', xl: '20px' },
  lineHeights: { xs: '16px', sm: '18px', md: '21px', lg: '20px', xl: '26px' },
  headings: {
    fontFamily: 'var(--font)',
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '20px', lineHeight: '26px' },
      h2: { fontSize: '15px', lineHeight: '20px' },
      h3: { fontSize: '13px', lineHeight: '18px' },
    },
  },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '12px', xl: '16px' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  shadows: { sm: 'var(--shadow-popover)', md: 'var(--shadow-popover)', xl: 'var(--shadow-dialogue)' },
  components: {
    Button: Button.extend({
      defaultProps: { size: 'sm' },
      vars: (_theme, { size }) => ({ root: size === 'sm' ? { '--button-height': 'var(--control)', '--button-padding-x': '12px' } : {} }),
      styles: { root: { fontWeight: 500 } },
    }),
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 30 } },
    Alert: { vars: (_theme: unknown, { color }: { color?: string }) => ({ root: notice[color ?? ''] ?? notice['iris'] }) },
    Input: Input.extend({ vars: () => ({ wrapper: { '--input-height': 'calc(var(--control) + 2px)' } }) }),
    TextInput: { defaultProps: { size: 'sm' } },
    PasswordInput: { defaultProps: { size: 'sm' } },
    Select: { defaultProps: { size: 'sm', checkIconPosition: 'right', allowDeselect: false } },
    Textarea: { defaultProps: { size: 'sm' } },
    Modal: { defaultProps: { radius: 'xl', centered: true, shadow: 'xl', overlayProps: { backgroundOpacity: 0.32 } } },
    // A menu may hold nothing that is focused but is none of its items: the focus waits on the menu itself.
    Menu: { defaultProps: { shadow: 'md', transitionProps: { duration: 120 }, withinPortal: true, withInitialFocusPlaceholder: false } },
    Popover: { defaultProps: { shadow: 'md', transitionProps: { duration: 120 } } },
    Tabs: { defaultProps: { variant: 'default' } },
  },
});

/** Mantine takes borders, dimmed text and surfaces from its scales: point them at our tokens instead. */
export const variables: CSSVariablesResolver = () => {
  const shared = {
    '--mantine-color-text': 'var(--text)',
    '--mantine-color-body': 'var(--panel)',
    '--mantine-color-dimmed': 'var(--text-3)',
    '--mantine-color-placeholder': 'var(--text-3)',
    '--mantine-color-default': 'var(--raised)',
    '--mantine-color-default-hover': 'var(--hover)',
    '--mantine-color-default-color': 'var(--text)',
    '--mantine-color-default-border': 'var(--line-2)',
    '--mantine-color-anchor': 'var(--accent-text)',
    '--mantine-color-error': 'var(--late)',
    '--mantine-color-gray-text': 'var(--text-2)',
    '--mantine-color-gray-light-hover': 'var(--hover)',
    '--mantine-color-gray-light-color': 'var(--text-2)',
    '--mantine-color-red-6': 'var(--late)',
    '--mantine-color-red-text': 'var(--late)',
    '--mantine-color-red-light': 'var(--late-fill)',
    '--mantine-color-red-light-hover': 'var(--late-fill)',
    '--mantine-color-red-light-color': 'var(--late)',
    '--mantine-color-red-filled': 'var(--late-solid)',
    '--mantine-color-red-filled-hover': 'var(--late-solid)',
    '--mantine-color-iris-light': 'var(--selection)',
    '--mantine-color-iris-light-color': 'var(--accent-text)',
    '--mantine-color-iris-text': 'var(--accent-text)',
  };
  return { variables: {}, light: shared, dark: shared };
};
