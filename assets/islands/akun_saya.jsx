/* The page `/akun/`: whoever works at a desk. */
import { useEffect, useState } from "react";
import { Lembar } from "./akun/lembar.jsx";
import { currentPerson, freshPerson, signInAddress } from "./lib/person.js";
import { Skeleton } from "./lib/ui.jsx";

export const AkunSaya = ({ roles, units }) => {
  const [person, setPerson] = useState(currentPerson);
  useEffect(() => {
    const leave = () => location.replace(signInAddress());
    freshPerson().then(
      (found) => (found.factor || found.must_change_password ? leave() : setPerson(found)),
      (error) => error.status === 401 && leave(),
    );
  }, []);
  if (!person) return <Skeleton />;
  return <Lembar person={person} roles={roles} units={units} />;
};
