/** The button that finds the village by the phone's position. Without this script the list does the same. */
const button = document.querySelector("[data-posisi]");
const said = document.querySelector("[data-posisi-kata]");
// A village is about two kilometres wide: a worse fix would name the neighbour's officer.
const WORST_M = 1000;
const WHY = {
  1: "Izin posisi tidak diberikan. Pilih kecamatan dari daftar, atau izinkan posisi di pengaturan peramban.",
  2: "Posisi belum ditemukan. Nyalakan GPS dan coba lagi, atau pilih dari daftar.",
  3: "Posisi belum ditemukan. Coba lagi di tempat terbuka, atau pilih dari daftar.",
};

const fix = () =>
  new Promise((resolve, reject) => {
    const settings = { enableHighAccuracy: true, timeout: 15_000 };
    navigator.geolocation.getCurrentPosition(({ coords }) => resolve(coords), ({ code }) => reject(new Error(WHY[code])), settings);
  });

async function village({ latitude, longitude, accuracy }) {
  if (accuracy > WORST_M) throw new Error("Posisi HP belum cukup teliti. Coba lagi di tempat terbuka, atau pilih dari daftar.");
  const answer = await fetch("/api/v1/bhabin/posisi", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ lat: latitude, lon: longitude }),
  }).catch(() => {
    throw new Error("Tidak ada sambungan. Coba lagi saat ada sinyal.");
  });
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(told.detail ?? "Sedang terganggu. Pilih dari daftar, atau coba lagi nanti.");
  return told.code;
}

if (button && navigator.geolocation) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    said.textContent = "Mencari posisi…";
    try {
      location.assign(`/bhabin/${await village(await fix())}`);
    } catch (error) {
      said.textContent = error.message;
    } finally {
      button.disabled = false;
    }
  });
}
