/** Signing in, and the first change of a password: loaded where that happens. */
import { api } from "./api.js";
import { deviceId, remember } from "./person.js";

/** What a person would call this device, from what the browser tells. */
function deviceName() {
  const agent = navigator.userAgentData;
  const platform = agent?.platform || /Android|iPhone|iPad|Windows|Macintosh|Linux/.exec(navigator.userAgent)?.[0] || "Perangkat";
  const browser = /Edg|SamsungBrowser|OPR|Firefox|Chrome|Safari/.exec(navigator.userAgent)?.[0] || "peramban";
  return `${browser} di ${platform}`;
}

/** Sign in; throws ApiError with the server's words. */
export async function signIn(nrp, password) {
  const person = await api("session", {
    method: "POST",
    json: { nrp, password, device_id: deviceId(), device_name: deviceName() },
  });
  return remember(person);
}

/** Set the person's own password. */
export async function changePassword(current, fresh) {
  await api("session/password", { method: "PUT", json: { current, new: fresh } });
  return remember(await api("session"));
}
