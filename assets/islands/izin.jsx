/* Shows what is inside only to a person with the permission. The server refuses by itself; this spares dead ends. */
import { useEffect, useState } from "react";
import { api } from "./lib/api.js";
import { currentPerson, remember } from "./lib/person.js";

/* Rights change while somebody is signed in: asked anew once a page load. It also keeps a desk in daily use signed in. */
let asked;
const fresh = () => (asked ??= api("session").then(remember, currentPerson));

export const Izin = ({ permission, children }) => {
  // The first picture is the server's, which knows no person.
  const [person, setPerson] = useState(null);
  useEffect(() => {
    setPerson(currentPerson());
    fresh().then(setPerson);
  }, []);
  return person?.permissions?.includes(permission) ? children : null;
};
