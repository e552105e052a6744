/// <reference types="vitest/config" />
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [react()],
  worker: { format: "es" },
  server: { port: 5173, strictPort: true },
  build: {
    // WebKitGTK 2.50 is the oldest webview the app runs in.
    target: "es2022",
    // The content security policy allows fonts and scripts from files only, never from data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  // Tests read the style as well. Those of the whole page take a second, and many times that on a computer that builds.
  test: { css: true, testTimeout: 60_000 },
});
