import { each, filePath, members, opensPath } from "./entries";
import type { LibraryModel, SinkModel, SymbolModel } from "./model";

const reads = opensPath("read");
const writes = opensPath("write");

/** A path in an object of options. */
function named(property: string, access: Parameters<typeof filePath>[1], argument = 0): SinkModel {
  return { ...filePath(argument, access), property };
}

/** Sheets and texts of office programs, read and written by path. Where bytes may be passed as well, those are no path. */
export const documents: LibraryModel = {
  packages: ["xlsx", "node-xlsx", "exceljs", "mammoth", "officeparser", "pdf2json", "gray-matter", "csv-writer"],
  symbols: {
    ...each(["xlsx.readFile", "xlsx.readFileSync", "node-xlsx.parse", "officeparser.parseOffice", "officeparser.parseOfficeAsync", "gray-matter.read"], reads),
    ...each(["xlsx.writeFile", "xlsx.writeFileSync"], { sinks: [filePath(1, "write")] }),
    "xlsx.writeFileAsync": writes,
    "exceljs.Workbook": { returns: "exceljs.Workbook#" },
    ...members(["exceljs.WorkbookFormat#"], { readFile: reads, writeFile: writes }),
    ...each(["mammoth.convertToHtml", "mammoth.convertToMarkdown", "mammoth.extractRawText"], { sinks: [named("path", "read")] }),
    pdf2json: { returns: "pdf2json#" },
    "pdf2json#loadPDF": reads,
    ...each(["csv-writer.createObjectCsvWriter", "csv-writer.createArrayCsvWriter"], { sinks: [named("path", "write")] }),
  },
  fields: { "exceljs.Workbook#xlsx": "exceljs.WorkbookFormat#", "exceljs.Workbook#csv": "exceljs.WorkbookFormat#" },
};

const opensImage: SymbolModel = { ...reads, returns: "sharp#" };

/** Pictures and films. A picture may also be given as its bytes, which are no path. */
export const media: LibraryModel = {
  packages: ["sharp", "jimp", "fluent-ffmpeg"],
  symbols: {
    sharp: opensImage,
    "sharp#toFile": writes,
    ...each(["jimp.read", "jimp.Jimp.read"], { ...reads, returns: "jimp.Jimp#" }),
    ...members(["jimp.Jimp#"], { write: writes, writeAsync: writes }),
    "fluent-ffmpeg": { ...reads, returns: "fluent-ffmpeg#" },
    ...members(["fluent-ffmpeg#"], { ...each(["input", "addInput"], reads), ...each(["output", "addOutput", "save", "saveToFile", "mergeToFile"], writes) }),
  },
  fluent: ["sharp#", "jimp.Jimp#", "fluent-ffmpeg#"],
};

const archive: SymbolModel = { sinks: [named("file", "read"), named("cwd", "write"), named("C", "write")] };
const packed: SymbolModel = { sinks: [named("file", "write"), named("cwd", "read"), named("C", "read"), { ...filePath(1, "read"), elements: true }] };

/** Archives: what is packed, where they are opened, and where they are unpacked. */
export const archives: LibraryModel = {
  packages: ["adm-zip", "extract-zip", "tar", "unzipper", "decompress", "archiver"],
  symbols: {
    "adm-zip": { ...reads, returns: "adm-zip#" },
    ...members(["adm-zip#"], {
      ...each(["addLocalFile", "addLocalFolder", "addLocalFolderPromise"], reads),
      ...each(["extractAllTo", "extractAllToAsync", "writeZip", "writeZipPromise"], writes),
      extractEntryTo: { sinks: [filePath(1, "write")] },
    }),
    "extract-zip": { sinks: [filePath(0, "read"), named("dir", "write", 1)] },
    ...each(["tar.x", "tar.extract", "tar.t", "tar.list"], archive),
    ...each(["tar.c", "tar.create"], packed),
    "unzipper.Open.file": reads,
    "unzipper.Extract": { sinks: [named("path", "write")] },
    decompress: { sinks: [filePath(0, "read"), filePath(1, "write")] },
    archiver: { returns: "archiver.Archiver#" },
    ...members(["archiver.Archiver#"], each(["file", "directory"], reads)),
  },
  fluent: ["archiver.Archiver#"],
};

/** Letters, whose attachments are read from the disk. */
export const mail: LibraryModel = {
  packages: ["nodemailer"],
  symbols: {
    "nodemailer.createTransport": { returns: "nodemailer.Transporter#" },
    "nodemailer.Transporter#sendMail": { sinks: [named("attachments.*.path", "read")] },
  },
};
