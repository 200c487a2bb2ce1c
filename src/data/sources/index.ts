/** Image files in folders and archives, and their parts and classes. */
export {
  type FileSource,
  imageEndings,
  imageKinds,
  isImageSource,
  openSource,
} from "../../image-files/index.ts";
export { type FolderLayout, folderLayout } from "./layout.ts";
export { hasPart } from "./parts.ts";
