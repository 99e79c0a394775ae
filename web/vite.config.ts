import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// The development server talks to a running TickleGram; the built dashboard is served by it and needs neither variable.
const backend = process.env.REACT_APP_BACKEND_URL || 'http://127.0.0.1:8001';
const reloadPort = Number(process.env.WDS_SOCKET_PORT) || undefined;

const EVERYWHERE =
  /node_modules\/(react|react-dom|scheduler|use-sync-external-store|i18next|@tanstack\/(router-core|react-router|history|store|react-store|query-core|react-query)|openapi-fetch|clsx)\//;

export default defineConfig({
  plugins: [react(), tailwindcss()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  // Nothing becomes a data: URI: the page's policy is checked against files.
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    manifest: true,
    // What every screen needs is one file: cut into a dozen it compresses worse, and a browser asks a dozen times.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'base', test: EVERYWHERE }] } } },
  },
  server: {
    port: 3000,
    ...(reloadPort ? { hmr: { clientPort: reloadPort } } : {}),
    proxy: {
      '/api': { target: backend },
      '/messenger': { target: backend, ws: true },
    },
  },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/testing/setup.ts'],
    restoreMocks: true,
  },
});
