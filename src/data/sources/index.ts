/** Image files in folders, zip and tar archives. */
export { type FolderLayout, folderLayout } from "./layout.ts";
export { isImageSource, openSource } from "./open-source.ts";
export { type FileSource, imageKinds } from "./source.ts";
