import './styles/app.css';
import '@/i18n/setup';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { createRoot } from 'react-dom/client';
import { makeQueryClient } from '@/app/query-client';
import { makeRouter } from '@/app/router';
import { preferredLanguage } from '@/i18n/preferred';
import { setLanguage } from '@/i18n/words';

const language = preferredLanguage();
// A catalogue that cannot be fetched leaves English, which is here.
if (language !== 'en') await setLanguage(language).catch(() => undefined);

const queryClient = makeQueryClient();
const router = makeRouter(queryClient);
const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

createRoot(root).render(
  <QueryClientProvider client={queryClient}>
    <RouterProvider router={router} />
  </QueryClientProvider>,
);
