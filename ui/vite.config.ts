/// <reference types="vitest/config" />
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

/**
 * Writes what is not Latin-1 as escapes. A single typographic quote in a script has the webview keep the whole of it in
 * two bytes a character: 1.4 MB of the page's memory instead of 0.7.
 */
const latin1: Plugin = {
  name: "latin1",
  generateBundle(_options, bundle) {
    const escaped = (char: string) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
    for (const file of Object.values(bundle)) {
      if (file.type === "chunk") file.code = file.code.replace(/[\u0100-\uffff]/g, escaped);
    }
  },
};

export default defineConfig({
  plugins: [react(), latin1],
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
