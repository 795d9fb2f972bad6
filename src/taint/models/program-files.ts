import type { PathAccess } from "./entries";

/** Which words of a command line a program opens as files. */
export interface ProgramFiles {
  /** What is done to its plain words, in their order; the last entry holds for all that follow, and `undefined` is no file. */
  readonly operands?: readonly (PathAccess | undefined)[];
  /** Options whose value is a file. */
  readonly options?: Readonly<Record<string, PathAccess>>;
  /** Options without a value, with blanks between. An option that is not listed takes the next word, which is then no file. */
  readonly switches?: string;
}

const toFile = { "-o": "write", "--output": "write" } as const;
const extracts = "-x -v -z -j -J -t --extract --list --verbose --gzip -k --keep-old-files";

/**
 * Programs that open the files they are told, by their name and the words that say what they do. Only what their own documentation says is here:
 * that a word looks like a path, or an option is called `--output`, says nothing about a program that nobody knows.
 */
export const programFiles: Readonly<Record<string, ProgramFiles>> = {
  // Devices.
  adb: { switches: "-a -d -e" },
  "adb install": { operands: ["read"], switches: "-r -d -t -g -l -s -f -k --no-streaming --streaming --fastdeploy --no-fastdeploy --instant --no-incremental --incremental" },
  "adb install-multiple": { operands: ["read"], switches: "-r -d -t -g -l -s -f -p --instant" },
  "adb push": { operands: ["read", undefined], switches: "--sync -n -z -Z" },
  "adb pull": { operands: [undefined, "write"], switches: "-a -z -Z" },
  "adb sideload": { operands: ["read"] },
  "adb bugreport": { operands: ["write"] },
  "ios install": { options: { "--path": "read" } },
  "xcrun simctl install": { operands: [undefined, "read"] },
  "xcrun simctl addmedia": { operands: [undefined, "read"] },
  "xcrun simctl push": { operands: [undefined, undefined, "read"] },
  "xcrun simctl io": { operands: [undefined, undefined, "write"], switches: "-f --force" },
  "xcrun devicectl device install app": { operands: ["read"] },
  "idb install": { operands: ["read"] },
  "idb screenshot": { operands: ["write"] },
  "idb record-video": { operands: ["write"] },
  "mobilecli apps install": { operands: ["read"] },
  "mobilecli screenshot": { options: toFile, switches: "--silent" },
  "mobilecli screenrecord": { options: toFile, switches: "--silent" },

  // Archives.
  unzip: { operands: ["read", undefined], options: { "-d": "write" }, switches: "-q -qq -o -n -l -v -p -j -t -Z -Z1" },
  tar: { options: { "-f": "read", "-xf": "read", "-xzf": "read", "-xjf": "read", "-xJf": "read", "-xvf": "read", "-xvzf": "read", "-xzvf": "read", "-tf": "read", "-tzf": "read", "-cf": "write", "-czf": "write", "-cvf": "write", "-czvf": "write", "-C": "write", "--directory": "write", "--file": "read" }, switches: extracts },

  // Media and documents.
  ffmpeg: { operands: ["write"], options: { "-i": "read" }, switches: "-y -n -an -vn -sn -dn -hide_banner -nostdin -nostats -stats -shortest -re" },
  ffprobe: { operands: ["read"], options: { "-i": "read" }, switches: "-hide_banner -show_format -show_streams -show_frames -show_packets -show_chapters -show_error" },
  convert: { operands: ["read", "write"], switches: "-strip -auto-orient -flatten -negate -normalize -trim" },
  magick: { operands: ["read", "write"], switches: "-strip -auto-orient -flatten -negate -normalize -trim" },
  "magick identify": { operands: ["read"], switches: "-verbose -ping" },
  identify: { operands: ["read"], switches: "-verbose -ping" },
  pandoc: { operands: ["read"], options: { ...toFile, "--template": "read", "--bibliography": "read" }, switches: "-s --standalone --toc -S -N --number-sections" },
  pdftotext: { operands: ["read", "write"], switches: "-layout -raw -nopgbrk -q -htmlmeta -table -simple" },
  pdftoppm: { operands: ["read", "write"], switches: "-png -jpeg -tiff -gray -mono -q -singlefile" },
  pdfinfo: { operands: ["read"], switches: "-meta -box -rawdates -dests -url" },
  tesseract: { operands: ["read", "write"] },
  wkhtmltopdf: { operands: ["read", "write"], switches: "-q -g -l --quiet --grayscale --lowquality --disable-javascript --disable-local-file-access" },
};
