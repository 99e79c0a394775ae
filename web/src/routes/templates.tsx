import { TemplatesPage } from '@/features/templates/TemplatesPage';

export function TemplatesRoute() {
  return <TemplatesPage />;
}
