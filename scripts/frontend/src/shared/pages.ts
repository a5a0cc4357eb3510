// Where pages lie: behind a server the page of a folder is the folder, on disk it is a file in it.

/** The address by which a page is reached; `protocol` is that of the page which asks. */
export function pageAddress(folder: string, protocol: string): string {
  return protocol === "file:" ? folder.replace(/\/(?=[?#]|$)/, "/index.html") : folder;
}
