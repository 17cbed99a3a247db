/* A place on the map of the officer's villages: where one is, or under the cross in the middle of the map. Loaded when a form has one. */
import { useCallback, useContext, useMemo, useRef, useState } from "react";
import { Crosshair, LocateFixed, MapPin, Trash2 } from "lucide-react";
import { usePosition } from "../geo.js";
import { useOfficer, useStored } from "../hooks.js";
import { territory as storedTerritory } from "../sync.js";
import { Icon } from "../ui.jsx";
import { Peta } from "../../peta.jsx";
import { cross } from "../../peta/silang.jsx";
import { Fault, FormContext, Help } from "./controls.jsx";

const DIGITS = 6; // 0.1 m
const rounded = (degrees) => Number(degrees.toFixed(DIGITS));

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
  const middle = useRef(null);
  const head = useRef(null);
  const point = useMemo(() => (value ? { ...value, accuracy_m: 0 } : null), [value]);
  const seen = useCallback(({ west, east, south, north }) => {
    middle.current = { lat: (south + north) / 2, lon: (west + east) / 2 };
  }, []);
  const take = ({ lat, lon }) => {
    onChange({ lat: rounded(lat), lon: rounded(lon) });
    setWay("");
    head.current.focus(); // the button that was pressed goes
  };
  const clear = () => {
    onChange("");
    setWay("");
    head.current.focus();
  };
  return (
    <div role="group" aria-labelledby={`${id}-judul`} aria-describedby={field.help ? `${id}-bantuan` : undefined} className="flex min-w-0 flex-col gap-1.5">
      <span ref={head} id={`${id}-judul`} tabIndex={-1} className="font-semibold outline-none">{field.title}</span>
      <Help id={id}>{field.help}</Help>
      {point && way !== "peta" && (
        <p className="flex items-center gap-2 font-medium">
          <Icon of={MapPin} className="text-primary" />
          <span className="tabular-nums">{`${point.lat.toFixed(5)}, ${point.lon.toFixed(5)}`.replaceAll(".", ",").replace(/(\d),(\s)/, "$1;$2")}</span>
        </p>
      )}
      {areas?.length > 0 && (way === "peta" || point) && (
        <Peta
          areas={areas} point={way === "peta" ? null : point} target={way === "peta" ? point : undefined} whole layer={way === "peta" ? cross : undefined}
          onView={seen} onTap={way === "peta" ? ({ x, y, at }) => take({ lat: at.lat(y), lon: at.lon(x) }) : undefined}
          label={way === "peta" ? "Geser peta sampai silang berada di tempatnya, lalu tekan Pakai titik ini." : "Peta: titik yang dipilih"}
          caption={way === "peta" ? "Geser peta sampai silang tepat di tempatnya, atau ketuk tempatnya." : "Titik yang dipilih"}
        />
      )}
      {way === "posisi" && <Finder onFound={take} />}
      <div className="grid gap-2 sm:grid-cols-2">
        {way === "peta" ? (
          <>
            <button type="button" className="btn btn-primary" onClick={() => middle.current && take(middle.current)}><Icon of={Crosshair} />Pakai titik ini</button>
            <button type="button" className="btn" onClick={() => setWay("")}>Batal</button>
          </>
        ) : (
          <>
            <button type="button" id={id} className="btn btn-outline" disabled={!areas?.length} onClick={() => setWay("peta")}><Icon of={Crosshair} />{point ? "Ganti di peta" : "Pilih di peta"}</button>
            {point ? (
              <button type="button" className="btn btn-ghost" onClick={clear}><Icon of={Trash2} />Hapus titik</button>
            ) : (
              <button type="button" className="btn btn-outline" aria-disabled={way === "posisi"} onClick={() => setWay("posisi")}><Icon of={LocateFixed} />Posisi saya sekarang</button>
            )}
          </>
        )}
      </div>
      {areas && !areas.length && <p className="text-sm text-muted">Peta wilayah belum ada di HP ini.</p>}
      <Fault id={id}>{fault}</Fault>
    </div>
  );
};
