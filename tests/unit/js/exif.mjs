/** Answers each line, a JPEG in base64 as JSON, with what the phone reads in its EXIF. */
import { createInterface } from "node:readline";
import { readExif } from "../../../assets/islands/lib/exif.js";

for await (const line of createInterface({ input: process.stdin })) {
  const bytes = Buffer.from(JSON.parse(line), "base64");
  console.log(JSON.stringify(readExif(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length))));
}
