/** Announcements on this phone: the browser subscribes, the server keeps its address and a kecamatan. Without this script the page is read as it is. */
import { OBSTACLES, begin, call, current, obstacle, refusal, release } from "./langganan.js";

const box = document.querySelector("[data-langganan]");
const form = box.querySelector("[data-isian]");
const starter = box.querySelector("[data-mulai]");
const stop = box.querySelector("[data-berhenti]");
const say = (words) => {
  box.querySelector("[data-kabar]").textContent = words;
};

function show(asked) {
  form.hidden = false;
  stop.hidden = !asked.subscribed;
  starter.querySelector("span").textContent = asked.subscribed ? "Simpan pilihan" : "Terima himbauan";
  if (asked.subscribed) form.kecamatan.value = asked.kecamatan_code ?? "";
  const [chosen] = form.kecamatan.selectedOptions;
  const where = chosen?.value ? `Kecamatan ${chosen.textContent}` : "semua kecamatan";
  say(asked.subscribed ? `HP ini menerima himbauan untuk ${where}.` : "HP ini belum menerima himbauan.");
}

/** One deed at a time; what goes wrong is said. */
async function during(deed) {
  for (const button of [starter, stop]) button.disabled = true;
  try {
    await deed();
  } catch (error) {
    say(error.message);
  } finally {
    for (const button of [starter, stop]) button.disabled = false;
  }
}

async function start() {
  const browser = await begin(box.dataset.kunci);
  if (!browser) {
    say(refusal());
    return;
  }
  say("Menyalakan …");
  const kecamatan_code = form.kecamatan.value || null;
  await call("himbauan/langganan", "PUT", { ...browser, kecamatan_code });
  show({ subscribed: true, kecamatan_code });
}

async function end() {
  const known = await current();
  if (known) await call("himbauan/langganan/berhenti", "POST", { endpoint: known.endpoint });
  await release();
  show({ subscribed: false });
}

async function look() {
  const known = await current();
  show(known ? await call("himbauan/langganan/lihat", "POST", { endpoint: known.endpoint }) : { subscribed: false });
}

document.querySelector("[data-tanpa-skrip]").hidden = true;
box.hidden = false;
const why = obstacle();
if (why) say(OBSTACLES[why]);
else {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    during(start);
  });
  stop.addEventListener("click", () => during(end));
  during(look).then(() => {
    form.hidden = false;
  });
}
