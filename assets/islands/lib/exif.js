/**
 * When and where a JPEG says it was taken: the three facts of EXIF that a report needs, read before compression drops them.
 * Anything odd (cut tables, impossible dates, 0/0) counts as absent, because galleries and editors often damage EXIF.
 * Layout: https://www.cipa.jp/std/documents/e/DC-X008-Translation-2019-E.pdf
 */

const ABSENT = { taken_at: null, taken_position: null };
const EXIF_IFD = 0x8769;
const GPS_IFD = 0x8825;
const TIME_ORIGINAL = 0x9003;
const OFFSET_ORIGINAL = 0x9011;
const GPS = { latRef: 1, lat: 2, lonRef: 3, lon: 4 };
const ASCII = 2;
const RATIONAL = 5;

/**
 * @param bytes ArrayBuffer of the file as the camera wrote it
 * @returns `{taken_at, taken_position}`: ISO 8601 (without zone if the camera named none) or null; `{lat, lon}` in degrees or null
 */
export function readExif(bytes) {
  try {
    const tiff = findTiff(new DataView(bytes));
    return tiff ? readTiff(tiff) : ABSENT;
  } catch (error) {
    if (error instanceof RangeError) return ABSENT; // a table points behind the end
    throw error;
  }
}

/** The TIFF block inside the JPEG's APP1 segment. */
function findTiff(view) {
  if (view.getUint16(0) !== 0xffd8) return null;
  for (let at = 2; view.getUint8(at) === 0xff; at += 2 + view.getUint16(at + 2)) {
    const marker = view.getUint8(at + 1);
    if (marker === 0xda || marker === 0xd9) return null; // the picture itself begins
    if (marker === 0xe1 && view.getUint32(at + 4) === 0x45786966) {
      return new DataView(view.buffer, view.byteOffset + at + 10, view.getUint16(at + 2) - 8);
    }
  }
  return null;
}

function readTiff(view) {
  const little = view.getUint16(0) === 0x4949;
  const main = table(view, view.getUint32(4, little), little);
  const detail = main.has(EXIF_IFD) ? table(view, number(view, main.get(EXIF_IFD), little), little) : new Map();
  const gps = main.has(GPS_IFD) ? table(view, number(view, main.get(GPS_IFD), little), little) : new Map();
  const text = (entries, tag) => ascii(view, entries.get(tag), little);
  const degrees = (tag, ref) => toDegrees(rationals(view, gps.get(tag), little), text(gps, ref));
  return {
    taken_at: toTime(text(detail, TIME_ORIGINAL), text(detail, OFFSET_ORIGINAL)),
    taken_position: toPosition(degrees(GPS.lat, GPS.latRef), degrees(GPS.lon, GPS.lonRef)),
  };
}

/** Entries of one directory: tag → `{type, count, at}` where `at` is the place of the 4-byte value field. */
function table(view, start, little) {
  const entries = new Map();
  for (let index = 0; index < view.getUint16(start, little); index += 1) {
    const at = start + 2 + index * 12;
    entries.set(view.getUint16(at, little), { type: view.getUint16(at + 2, little), count: view.getUint32(at + 4, little), at: at + 8 });
  }
  return entries;
}

const number = (view, entry, little) => view.getUint32(entry.at, little);

function ascii(view, entry, little) {
  if (entry?.type !== ASCII || entry.count > 64) return "";
  const start = entry.count > 4 ? number(view, entry, little) : entry.at;
  let text = "";
  for (let index = 0; index < entry.count; index += 1) text += String.fromCharCode(view.getUint8(start + index));
  return text.replace(/\0.*$/s, "").trim();
}

function rationals(view, entry, little) {
  if (entry?.type !== RATIONAL || entry.count !== 3) return null;
  const start = number(view, entry, little);
  return [0, 8, 16].map((step) => view.getUint32(start + step, little) / view.getUint32(start + step + 4, little));
}

function toDegrees(parts, reference) {
  if (!parts || !/^[NSEW]$/.test(reference)) return NaN;
  const [degrees, minutes, seconds] = parts;
  // Some phones leave the seconds out as 0/0.
  const value = degrees + minutes / 60 + (Number.isNaN(seconds) ? 0 : seconds) / 3600;
  return /[SW]/.test(reference) ? -value : value;
}

function toPosition(lat, lon) {
  const isPlace = Math.abs(lat) <= 90 && Math.abs(lon) <= 180 && (lat !== 0 || lon !== 0);
  return isPlace ? { lat: round(lat), lon: round(lon) } : null;
}

const round = (degrees) => Math.round(degrees * 1e6) / 1e6;

function toTime(text, offset) {
  const parts = /^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)$/.exec(text);
  if (!parts) return null;
  const local = `${parts[1]}-${parts[2]}-${parts[3]}T${parts[4]}`;
  const time = new Date(`${local}Z`);
  // A date that does not exist (30 February, month 0) comes back as another one, or as none.
  const exists = !Number.isNaN(time.getTime()) && time.toISOString().startsWith(local) && time.getUTCFullYear() >= 1990;
  return exists ? local + (/^[+-](0\d|1[0-4]):[0-5]\d$/.test(offset) ? offset : "") : null;
}
