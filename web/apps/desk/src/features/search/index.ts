export { useQuickSearch } from './api';
