/* What somebody or something of the register is, in a word and a sign. */
import { House, Landmark, Store, Users } from "lucide-react";

export const KINDS = {
  rumah: { word: "Rumah", icon: House },
  usaha: { word: "Usaha", icon: Store },
  tokoh: { word: "Tokoh", icon: Users },
  tempat: { word: "Tempat", icon: Landmark },
};
