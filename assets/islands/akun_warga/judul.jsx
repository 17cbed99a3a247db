/* The title of a screen. */
import { useEffect, useRef } from "react";

/** @param lead the person came from another screen: keyboard and screen reader go on here */
export const Judul = ({ lead, children }) => {
  const heading = useRef(null);
  useEffect(() => {
    if (lead) heading.current.focus({ preventScroll: true });
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once, where the screen begins
  }, []);
  return <h1 ref={heading} tabIndex={-1} className="text-2xl outline-none">{children}</h1>;
};
