// The mark of a strategy: its colour and shape, which the engine fixes by its name.

/** Shapes as the engine counts them: circle, square, triangle, diamond, triangle on its head; the same hollow; a cross; a star. */
const SHAPES = [
  "M0-6A6 6 0 1 1 0 6A6 6 0 1 1 0-6Z", "M-5.5-5.5H5.5V5.5H-5.5Z", "M0-7L6.5 5.5H-6.5Z", "M0-7.5L7.5 0L0 7.5L-7.5 0Z", "M0 7L6.5-5.5H-6.5Z",
];
const CROSS = "M-2-7H2V-2H7V2H2V7H-2V2H-7V-2H-2Z";
const STAR = "M0-8L2.3-2.3 8 0 2.3 2.3 0 8-2.3 2.3-8 0-2.3-2.3Z";
const SVG = "http://www.w3.org/2000/svg";

/** Draws a mark; `look` comes with the strategies of a checked choice. */
export function draw(look) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "-8.5 -8.5 17 17");
  svg.setAttribute("class", "look");
  svg.setAttribute("aria-hidden", "true");
  // Browsers without the second form keep the first.
  svg.setAttribute("style", `color:${look.light};color:light-dark(${look.light},${look.dark})`);
  const path = document.createElementNS(SVG, "path");
  const hollow = look.shape >= 5 && look.shape < 10;
  path.setAttribute("d", [CROSS, STAR][look.shape - 10] ?? SHAPES[look.shape % 5]);
  path.setAttribute("fill", hollow ? "none" : "currentColor");
  if (hollow) {
    path.setAttribute("stroke", "currentColor");
    path.setAttribute("stroke-width", "3");
    path.setAttribute("transform", "scale(.85)");
  }
  svg.append(path);
  return svg;
}

/** Grounds, hair, skin and clothes of the faces, and the outlines of their hair. */
const FACES = [
  ["#d3e9dd", "#23303a", "#b9805c", "#085c3b", "M12 22C10 10 18 6 24 6S38 10 36 22L37 32H32V20H16V32H11Z"],
  ["#d5e0f7", "#23303a", "#f0c9a4", "#123a8c", "M14 20C13 10 19 7 24 7S35 10 34 20C31 15 17 15 14 20Z"],
  ["#f6e6c4", "#2b1d14", "#8a5a3c", "#976300", "M13 21C12 11 18 9 21 9A4 4 0 1 1 27 9C30 9 36 11 35 21C32 15 16 15 13 21Z"],
  ["#e6dbee", "#d9a982", "#d9a982", "#4a1259", "M15 18C15 10 19 8 24 8S33 10 33 18Z"],
  ["#d3e9dd", "#1d1d1d", "#a86f4b", "#085c3b", "M11 34C9 14 16 6 24 6S39 14 37 34H31V19C26 19 20 18 17 16V34Z"],
  ["#d5e0f7", "#23303a", "#f0c9a4", "#123a8c", "M12 27C11 11 17 7 24 7S37 11 36 27H32V18C26 18 22 17 18 15C17 18 16 20 16 27Z"],
];

/** Draws a face; nobody real. */
export function face(at) {
  const [ground, hair, skin, clothes, outline] = FACES[at % FACES.length];
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 48 48");
  svg.setAttribute("class", "face");
  svg.setAttribute("aria-hidden", "true");
  for (const [fill, d] of [[ground, "M24 0A24 24 0 1 1 24 48A24 24 0 1 1 24 0Z"], [clothes, "M8 46C8 36 16 33 24 33S40 36 40 46A24 24 0 0 1 8 46Z"], [skin, "M20 28H28V35A4 4 0 0 1 20 35Z"], [skin, "M24 10C30 10 32 14 32 20S29 31 24 31S16 26 16 20S18 10 24 10Z"], [hair, outline]]) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", d);
    path.setAttribute("fill", fill);
    svg.append(path);
  }
  return svg;
}
