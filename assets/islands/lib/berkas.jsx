/* Photos and videos: small pictures beside each other, each opens large in the page. */
import { useState } from "react";
import { Play } from "lucide-react";
import { useReachable } from "./online.js";
import { Penampil } from "./penampil.jsx";
import { Icon } from "./ui.jsx";

const Instead = ({ look, children }) => (
  <p className={`${look} grid place-items-center rounded-field border border-dashed border-muted p-2 text-center text-sm text-balance text-muted`}>{children}</p>
);

const Kecil = ({ item: { name, small, film }, look, onOpen }) => {
  const [there, gone] = useReachable(small);
  if (!there) return <Instead look={look}>{name} tidak tersimpan di sini. Tampil begitu ada sinyal.</Instead>;
  const open = ({ currentTarget }) => {
    currentTarget.focus(); // not every browser does so by itself, and there the focus is to return
    onOpen();
  };
  return (
    <button type="button" className="relative block w-full overflow-hidden rounded-field border border-base-300" onClick={open}>
      <img src={small} alt={name} loading="lazy" onError={gone} className={`${look} bg-base-200`} />
      {film && <span className="absolute inset-0 grid place-items-center"><span className="grid size-12 place-items-center rounded-full bg-base-100/90 text-base-content"><Icon of={Play} size={24} /></span></span>}
    </button>
  );
};

/**
 * Nothing large is loaded before one is opened.
 * @param label what these are, together
 * @param items `[{key, name, small, large, film, instead, above, below}]`: addresses as `Penampil` takes them; while there is no `small`,
 *   `instead` says why; what stands above and below it. What has no name yet does not open.
 * @param look classes of a small picture
 * @param compare all large ones stand beside each other, under what stands above them
 * @param children further buttons beside the large ones
 */
export const Berkas = ({ label, items, look, compare = false, className, children }) => {
  const [open, setOpen] = useState(null);
  const shown = items.filter(({ name }) => name);
  const at = shown.findIndex(({ key }) => key === open);
  return (
    <>
      <ul aria-label={label} className={className}>
        {items.map((item) => (
          <li key={item.key} className="min-w-0">
            {item.above && <p className="mb-1 text-sm text-muted">{item.above}</p>}
            {item.small ? <Kecil item={item} look={look} onOpen={() => setOpen(item.key)} /> : <Instead look={look}>{item.instead}</Instead>}
            {item.below}
          </li>
        ))}
      </ul>
      {at >= 0 && (
        <Penampil
          label={label} items={shown} at={compare ? null : at} said={compare ? shown.map(({ above }) => above).join(" · ") : shown[at].name}
          onStep={(next) => setOpen(shown[next].key)} onClose={() => setOpen(null)}
        >
          {children}
        </Penampil>
      )}
    </>
  );
};
