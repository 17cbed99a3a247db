/* How many houses of the own villages were visited lately, by RW and RT. Every number opens its houses in *Wilayah saya*. */
import { useMemo } from "react";
import { coverage, housesAddress, share } from "../lib/cakupan.js";
import { all } from "../lib/db.js";
import { number } from "../lib/format.js";
import { useStored } from "../lib/hooks.js";
import { rukun } from "../lib/register.js";
import { territory as storedTerritory } from "../lib/sync.js";
import { Card, Skeleton } from "../lib/ui.jsx";

const last = (days) => {
  if (days === Infinity) return "belum pernah dikunjungi";
  return days ? `terakhir ${number(days)} hari lalu` : "terakhir hari ini";
};

const Part = ({ name, part }) => {
  const { place, houses, visited, days } = part;
  const numbers = [[visited, "dikunjungi", "tidak"], [houses - visited, "belum", "ya"], [houses, "rumah", ""]];
  return (
    <>
      <p className="flex flex-wrap items-baseline justify-between gap-x-3">
        <span className="font-semibold">{name}</span>
        <span className="text-sm text-muted">{last(days)}</span>
      </p>
      <p className="mt-1 flex items-center gap-3">
        <span aria-hidden="true" className="h-2.5 grow overflow-hidden rounded-full bg-base-300">
          <span className="block h-full rounded-full bg-primary" style={{ width: `${share(part)}%` }} />
        </span>
        <span className="font-bold">{share(part)} %</span>
      </p>
      <p className="flex flex-wrap gap-x-4">
        {numbers.map(([count, word, late]) => (
          <a key={word} href={housesAddress(place, late)} className="flex min-h-12 items-center gap-1 underline underline-offset-4">
            <strong>{number(count)}</strong> {word}
            <span className="sr-only">, {name}</span>
          </a>
        ))}
      </p>
    </>
  );
};

const Village = ({ village }) => (
  <li className="border-t border-base-300 py-3 first:border-t-0 first:pt-0 last:pb-0">
    {village.houses ? (
      <>
        <Part name={village.name} part={village} />
        <details>
          <summary className="flex min-h-12 cursor-pointer items-center font-medium text-primary">{`Per RT dan RW (${number(village.parts.length)})`}</summary>
          <ul className="px-3" aria-label={`RT dan RW di ${village.name}`}>
            {village.parts.map((part) => (
              <li key={rukun(part.place.rw, part.place.rt)} className="pt-3 [content-visibility:auto] [contain-intrinsic-size:auto_4rem]">
                <Part name={rukun(part.place.rw, part.place.rt)} part={part} />
              </li>
            ))}
          </ul>
        </details>
      </>
    ) : (
      <p className="flex flex-wrap justify-between gap-x-3">
        <span className="font-semibold">{village.name}</span>
        <span className="text-sm text-muted">belum ada rumah dalam daftar</span>
      </p>
    )}
  </li>
);

/** `patience`: days after which a house is due. */
export const Cakupan = ({ person, patience }) => {
  const territory = useStored(person, ["territory"], async () => (await storedTerritory(person.id)) ?? null);
  const subjects = useStored(person, ["subjects"], () => all(person.id, "subjects"));
  const villages = useMemo(() => subjects && coverage(subjects, territory?.areas ?? [], patience), [subjects, territory, patience]);
  if (!villages || territory === undefined) return <Skeleton rows={1} />;
  return (
    <Card title="Cakupan rumah" aria-label="Cakupan rumah">
      {villages.length > 0 && <p className="mb-3 text-sm text-muted">{`Rumah dalam daftar yang dikunjungi dalam ${patience} hari terakhir. Ketuk angka untuk melihat rumahnya.`}</p>}
      {villages.length > 0 ? (
        <ul>{villages.map((village) => <Village key={village.place.kelurahan} village={village} />)}</ul>
      ) : (
        <p className="text-muted">Kelurahan Anda dan rumah di dalamnya turun sendiri saat ada sinyal, lalu dihitung di sini.</p>
      )}
    </Card>
  );
};
