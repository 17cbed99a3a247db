/* Where it was, shown on a map of the villages. Loaded when somebody wants it; drawn from what the phone keeps. */
import { useCallback, useEffect, useRef, useState } from "react";
import { outlines, placed } from "../lib/batas.js";
import { SIZE_PX, names } from "../lib/nama_peta.js";
import { Note, Skeleton } from "../lib/ui.jsx";
import { Pilih } from "../peta/pilih.jsx";

/** A map wider than this shows no place yet. */
const FAR_M = 8_000;
const thin = () => "fill-accent/15 stroke-warning stroke-1";

const told = ({ under, far }, needed, nameOf) => {
  if (!under) return `Silang ada di luar wilayah yang kami layani. ${needed ? "Bila memang di sini, pilih sesudah ini kelurahan terdekat." : "Laporan tetap dapat dikirim."}`;
  if (far) return "Ketuk kira-kira tempatnya, atau perbesar peta, supaya titiknya lebih tepat.";
  return `Silang ada di ${nameOf(under)}${under.approximate ? " (batas perkiraan)" : ""}.`;
};

/**
 * @param needed a report outside of all villages has to name one
 * @param called the name of a village as the page says it, by its code
 */
export const PetaLapor = ({ draft: { position, area_code }, needed, called, onTake, onBack }) => {
  const [known, setKnown] = useState(null); // outlines, or why there are none
  const [seen, setSeen] = useState(null); // the village below the cross, null outside, and whether one sees it from afar
  const root = useRef(null);
  useEffect(() => {
    let live = true;
    outlines().then((found) => live && setKnown(found), () => live && setKnown({ areas: [] }));
    return () => {
      live = false;
    };
  }, []);
  const areas = known?.areas;
  useEffect(() => {
    if (areas?.length) root.current.querySelector("[role=application]")?.focus();
    else if (areas) root.current.querySelector("button")?.focus();
  }, [areas]);
  const see = useCallback((middle, wide) => setSeen({ under: placed(known, middle), far: wide > FAR_M }), [known]);
  const write = useCallback((scene) => (
    <g aria-hidden="true">
      {names({ areas, ...scene }).map(({ name, x, y, far }) => (
        <text key={name} x={x} y={y} fontSize={SIZE_PX * scene.pixel} textAnchor="middle" dominantBaseline="middle" strokeWidth={3 * scene.pixel} paintOrder="stroke" className={`pointer-events-none fill-base-content stroke-base-100 ${far ? "font-bold" : "font-medium"}`}>{name}</text>
      ))}
    </g>
  ), [areas]);
  const cancel = <button type="button" className="btn" onClick={onBack}>Batal</button>;
  const nameOf = (area) => called(area.code) ?? `${area.name}, Kecamatan ${area.kecamatan}`;
  const take = (point) => {
    const area = placed(known, point);
    onTake({ ...point, area: area?.code ?? null }, area && nameOf(area));
  };
  if (!known) return <Skeleton rows={2} />;
  return (
    <div ref={root} className="flex flex-col gap-2">
      {!areas.length && <Note tone="warning" title="Peta belum ada di HP ini" actions={cancel}>Peta diambil saat ada sinyal. Pilih kelurahan dari daftar, atau tulis patokannya di bawah.</Note>}
      {areas.length > 0 && (
        <>
          <p role="status" className="min-h-12 font-semibold">{seen && told(seen, needed, nameOf)}</p>
          <Pilih areas={areas} point={position} focus={area_code} choosing nearing shade={seen?.far ? thin : undefined} layer={write} onSee={see} onTake={take}>{cancel}</Pilih>
        </>
      )}
    </div>
  );
};
