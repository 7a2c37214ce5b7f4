/* Returns the texts of a page, its shown picture included, whose contrast with what lies behind them
 * is below 4.5 : 1 (WCAG 2.2, 1.4.3), as "ratio: text". */
const channels = (color) => {
  const parts = color.match(/[\d.]+/g).map(Number);
  return { rgb: parts.slice(0, 3), alpha: parts.length > 3 ? parts[3] : 1 };
};
const luminance = (rgb) => {
  const [r, g, b] = rgb.map((c) => {
    const part = c / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const over = (front, ground) =>
  front.rgb.map((c, i) => c * front.alpha + ground[i] * (1 - front.alpha));
const ratio = (a, b) => {
  const [most, least] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (most + 0.05) / (least + 0.05);
};
const groundOf = (element) => {
  const layers = [];
  for (let at = element; at; at = at.parentElement) layers.push(channels(getComputedStyle(at).backgroundColor));
  return layers.reverse().reduce((ground, layer) => over(layer, ground), [255, 255, 255]);
};
const isShown = (element) => {
  const box = element.getBoundingClientRect();
  return box.width > 1 && box.height > 1 && getComputedStyle(element).visibility === "visible";
};
const poor = [];
let count = 0;
const check = (text, color, ground) => {
  count++;
  const found = ratio(over(channels(color), ground), ground);
  if (found < 4.5) poor.push(found.toFixed(2) + ": " + text.trim().slice(0, 40));
};
for (const element of document.querySelectorAll("body *")) {
  if (element.closest("svg") || element.closest(".heard") || !isShown(element)) continue;
  const own = [...element.childNodes].filter((n) => n.nodeType === 3 && n.textContent.trim());
  if (own.length) check(own[0].textContent, getComputedStyle(element).color, groundOf(element));
}
/* In a picture: the last opaque box under the middle of the text that was drawn before it. */
for (const svg of document.querySelectorAll(".picture svg")) {
  if (!isShown(svg)) continue;
  const boxes = [];
  for (const element of svg.querySelectorAll("rect, text")) {
    if (element.closest("clipPath, pattern")) continue;
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    if (element.tagName === "rect") {
      if (style.fill.startsWith("rgb")) boxes.push({ box, fill: channels(style.fill), opacity: Number(style.fillOpacity) });
      continue;
    }
    const x = box.x + box.width / 2, y = box.y + box.height / 2;
    let ground = groundOf(svg);
    for (const below of boxes) {
      const inside = x > below.box.left && x < below.box.right && y > below.box.top && y < below.box.bottom;
      if (inside) ground = over({ rgb: below.fill.rgb, alpha: below.fill.alpha * below.opacity }, ground);
    }
    check(element.textContent, style.fill, ground);
  }
}
return { poor, count };
