/* A place on the map of the officer's villages: where one is, or under the cross in the middle of the map. Loaded when a form has one. */
import { useContext, useRef, useState } from "react";
import { Crosshair, LocateFixed, MapPin, Trash2 } from "lucide-react";
import { number } from "../format.js";
import { usePosition } from "../geo.js";
import { useOfficer, useStored } from "../hooks.js";
import { territory as storedTerritory } from "../sync.js";
import { Icon } from "../ui.jsx";
import { Pilih, asPoint } from "../../peta/pilih.jsx";
import { Fault, FormContext, Help } from "./controls.jsx";

const SHOWN_DIGITS = 5; // 1 m

/** Takes the first good fix while it is there. */
const Finder = ({ onFound }) => {
  const { fault } = usePosition(true, onFound);
  return <p role={fault ? "alert" : "status"} className="text-sm text-muted">{fault || "Mencari posisi …"}</p>;
};

/** A field of type `point`; its value is `{lat, lon}` in degrees. */
export const Titik = ({ field, value, path, onChange }) => {
  const { idOf, faultOf } = useContext(FormContext);
  const [id, fault] = [idOf(path), faultOf(path)];
  const person = useOfficer();
  const areas = useStored(person, ["territory"], async () => (await storedTerritory(person.id))?.areas ?? []);
  const [way, setWay] = useState(""); // "peta": on the map, "posisi": where one is
  const head = useRef(null);
  const set = (point) => {
    onChange(point);
    setWay("");
    head.current.focus({ preventScroll: true }); // the button that was pressed goes
  };
  const take = (place) => set(asPoint(place));
  const choosing = way === "peta";
  return (
    <div role="group" aria-labelledby={`${id}-judul`} aria-describedby={field.help ? `${id}-bantuan` : undefined} className="flex min-w-0 flex-col gap-1.5">
      <span ref={head} id={`${id}-judul`} tabIndex={-1} className="font-semibold outline-none">{field.title}</span>
      <Help id={id}>{field.help}</Help>
      {value && !choosing && (
        <p className="flex items-center gap-2 font-medium">
          <Icon of={MapPin} className="text-primary" />
          <span className="tabular-nums">{[value.lat, value.lon].map((degrees) => number(degrees, SHOWN_DIGITS)).join("; ")}</span>
        </p>
      )}
      {way === "posisi" && <Finder onFound={take} />}
      <Pilih areas={areas ?? []} point={value || null} choosing={choosing} onTake={choosing ? take : undefined}>
        {choosing ? (
          <button type="button" className="btn" onClick={() => setWay("")}>Batal</button>
        ) : (
          <>
            <button type="button" id={id} className="btn btn-outline" disabled={!areas?.length} onClick={() => setWay("peta")}><Icon of={Crosshair} />{value ? "Ganti di peta" : "Pilih di peta"}</button>
            {value ? (
              <button type="button" className="btn btn-ghost" onClick={() => set("")}><Icon of={Trash2} />Hapus titik</button>
            ) : (
              <button type="button" className="btn btn-outline" aria-disabled={way === "posisi"} onClick={() => setWay("posisi")}><Icon of={LocateFixed} />Posisi saya sekarang</button>
            )}
          </>
        )}
      </Pilih>
      {areas && !areas.length && <p className="text-sm text-muted">Peta wilayah belum ada di HP ini.</p>}
      <Fault id={id}>{fault}</Fault>
    </div>
  );
};
