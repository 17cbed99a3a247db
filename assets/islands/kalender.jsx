/* An officer's last twelve weeks at the desk: the calendar of their own phone; a day opens its reports. */
import { useNavigate } from "react-router";
import { Kalender } from "./kinerja/kalender.jsx";

/** `days`: day → [how many visits, address of their rows]. */
export const KalenderPetugas = ({ days, today, target }) => {
  const navigate = useNavigate();
  return <Kalender count={(day) => days[day]?.[0] ?? 0} today={today} target={target} onOpen={(day) => days[day] && navigate(days[day][1])} />;
};
