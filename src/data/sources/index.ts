/** Image files in folders and archives, and their parts and classes. */
export { type FileSource, imageKinds, isImageSource, openSource } from "../../image-files/index.ts";
export { type FolderLayout, folderLayout } from "./layout.ts";
