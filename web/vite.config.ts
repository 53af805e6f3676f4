import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  root: import.meta.dirname,
  publicDir: 'src/public',
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    assetsInlineLimit: 0, // the content security policy forbids data: fonts
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 600,
  },
})
