/* All that the pages need of @emotion/react, in whose place it is built in (sambang_digital/pwa/plugin.py): 10 KB less on every page. */
import { createElement } from "react";

/** `createElement` that also takes styles as `css`. */
export const jsx = (type, props, ...children) => {
  if (!props?.css) return createElement(type, props, ...children);
  const { css, style, ...rest } = props;
  return createElement(type, { ...rest, style: { ...css, ...style } }, ...children);
};
