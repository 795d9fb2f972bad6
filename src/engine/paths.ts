/** The folder of a file, without a slash at its end except for a root; "" where there is none. */
export function folderOf(file: string): string {
  const slash = file.lastIndexOf("/");
  if (slash < 0) return "";
  return slash === 0 ? "/" : file.slice(0, slash);
}

/** A file's path below a folder, or undefined where it does not lie below it. */
export function pathBelow(folder: string, file: string): string | undefined {
  const prefix = folder.endsWith("/") ? folder : `${folder}/`;
  return file.startsWith(prefix) && file.length > prefix.length ? file.slice(prefix.length) : undefined;
}

/** The deepest folder that holds all files. */
export function commonFolder(files: readonly string[]): string {
  const [first, ...rest] = files;
  if (first === undefined) return "";
  let folder = folderOf(first);
  for (const file of rest) {
    while (folder !== "" && pathBelow(folder, file) === undefined) folder = folder === "/" ? "" : folderOf(folder);
  }
  return folder;
}
