/** Whether a field is shown, given the object it stands in. */
export function isShown(field, siblings) {
  if (!field.show_if) return true;
  const value = siblings[field.show_if.field];
  return (Array.isArray(value) ? value : [value]).some((one) => field.show_if.in.includes(one));
}
