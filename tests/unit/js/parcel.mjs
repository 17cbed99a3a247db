/** Answers each line `{keys, header, payload}` (payload in base64url) with the sealed parcel in base64url. */
import { createInterface } from "node:readline";
import { fromText, seal, toText } from "../../../assets/islands/lib/parcel.js";

for await (const line of createInterface({ input: process.stdin })) {
  const { keys, header, payload } = JSON.parse(line);
  console.log(JSON.stringify(toText(await seal(keys, header, fromText(payload)))));
}
