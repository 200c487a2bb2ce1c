/** Builds the studio's pages into the package. */
import { defineConfig } from "vite";

export default defineConfig({
  root: import.meta.dirname,
  logLevel: "warn",
  build: {
    outDir: "../../dist/pages/studio",
    emptyOutDir: true,
    // everything comes from files of the server: its policy allows no data in addresses but images
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
