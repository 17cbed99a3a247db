/* Shows what is inside only to a person with the permission. The server refuses by itself; this spares dead ends. */
import { useEffect, useState } from "react";
import { currentPerson, freshPerson } from "./lib/person.js";

export const Izin = ({ permission, children }) => {
  // The first picture is the server's, which knows no person.
  const [person, setPerson] = useState(null);
  useEffect(() => {
    setPerson(currentPerson());
    freshPerson().then(setPerson, () => {});
  }, []);
  return person?.permissions?.includes(permission) ? children : null;
};
