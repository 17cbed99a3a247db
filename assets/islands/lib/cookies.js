/* In the place of universal-cookie (sambang_digital/pwa/plugin.py): no state of this product is kept in a cookie that scripts can read. */
const refuse = () => {
  throw new Error("States are not kept in cookies here.");
};

export default class Cookies {
  get = refuse;
  set = refuse;
  remove = refuse;
}
