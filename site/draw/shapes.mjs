// A shape's plain data as a Konva node, opaque: the stencil of what is hidden.
const { Konva } = globalThis;

/**
 * A node of the shape on a stage of that size, in pixels.
 * @param {Protocol.Shape} shape
 * @param {{width: number, height: number}} size
 * @returns {import("konva").default.Shape}
 */
export function makeNode(shape, { width, height }) {
  if (shape.tool === "rect") {
    return new Konva.Rect({
      // the position stays free for moves: (0, 0) is where the shape lies
      offset: { x: -shape.x * width, y: -shape.y * height },
      width: shape.w * width,
      height: shape.h * height,
      fill: "black",
    });
  }
  const points = shape.points.flatMap(([x, y]) => [x * width, y * height]);
  if (shape.tool === "path") return new Konva.Line({ points, closed: true, fill: "black" });
  const [x, y] = points; // of a mere dot: a line too short to see
  return new Konva.Line({
    points: points.length > 2 ? points : [x, y, x + 0.01, y],
    stroke: "black",
    strokeWidth: 2 * shape.radius * width,
    lineCap: "round",
    lineJoin: "round",
    globalCompositeOperation: shape.tool === "erase" ? "destination-out" : "source-over",
  });
}
