// Areas in a rectangle, each as near to a square as it gets (Bruls, Huizing and van Wijk, 2000).

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Lay out sizes, the largest first, in proportion to their areas. All must be above nought. */
export function squarify(sizes: readonly number[], room: Box): Box[] {
  const sum = sizes.reduce((total, size) => total + size, 0);
  const areas = sizes.map((size) => (size / sum) * room.width * room.height);
  const boxes: Box[] = [];
  let rest = room;
  while (boxes.length < areas.length) {
    const side = Math.min(rest.width, rest.height);
    const row = nextRow(areas.slice(boxes.length), side);
    const thick = row.reduce((total, area) => total + area, 0) / side;
    boxes.push(...placed(row, rest, thick));
    rest = left(rest, thick);
  }
  return boxes;
}

/** Take as many areas along one side as make the worst of them better. */
function nextRow(areas: readonly number[], side: number): number[] {
  let taken = 1;
  while (
    taken < areas.length &&
    worst(areas.slice(0, taken + 1), side) <= worst(areas.slice(0, taken), side)
  ) {
    taken += 1;
  }
  return areas.slice(0, taken);
}

/** The ratio of the longer to the shorter edge of the least square among areas in a row. */
function worst(row: readonly number[], side: number): number {
  const thick = row.reduce((total, area) => total + area, 0) / side;
  return Math.max(...row.map((area) => Math.max(thick ** 2 / area, area / thick ** 2)));
}

function placed(row: readonly number[], room: Box, thick: number): Box[] {
  const upright = room.width >= room.height;
  let at = upright ? room.y : room.x;
  return row.map((area) => {
    const long = area / thick;
    const box = upright
      ? { x: room.x, y: at, width: thick, height: long }
      : { x: at, y: room.y, width: long, height: thick };
    at += long;
    return box;
  });
}

function left(room: Box, thick: number): Box {
  return room.width >= room.height
    ? { ...room, x: room.x + thick, width: Math.max(0, room.width - thick) }
    : { ...room, y: room.y + thick, height: Math.max(0, room.height - thick) };
}
