import { type CSSProperties, useEffect, useLayoutEffect, useRef, useState } from "react";
import { Button } from "react-aria-components";
import { type Page, paged } from "../grid";
import { say } from "../strings";
import { setOffStage } from "../video";
import { Icon } from "./Icon";
import { Tile, type TileProps } from "./Tile";

/** The tiles in their best fit, and the pages where they would get too small. */
export function Stage({ tiles }: { tiles: TileProps[] }) {
  const grid = useRef<HTMLOListElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  const [wanted, setWanted] = useState(0);
  useLayoutEffect(() => {
    const element = grid.current;
    if (element === null) return;
    const measure = () => setSize({ width: element.clientWidth, height: element.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const fit: Page | null = paged(tiles.length, size.width, size.height);
  const pages = fit?.pages ?? 1;
  const page = Math.min(wanted, pages - 1);
  const perPage = fit?.size ?? tiles.length;
  const shown = tiles.slice(page * perPage, (page + 1) * perPage);
  const hidden = tiles
    .filter((tile) => !shown.includes(tile))
    .map((tile) => tile.source)
    .join("\n");
  useEffect(() => setOffStage(hidden === "" ? [] : hidden.split("\n")), [hidden]);
  return (
    <>
      <ol
        className="grid"
        ref={grid}
        style={fit ? ({ "--tw": `${fit.width}px`, "--th": `${fit.height}px` } as CSSProperties) : undefined}
      >
        {shown.map((tile) => (
          <Tile key={tile.participantId} {...tile} />
        ))}
      </ol>
      {pages > 1 && (
        <nav className="pager" aria-label={say.pages}>
          <Button
            className="btn quiet square"
            aria-label={say.pageBefore}
            isDisabled={page === 0}
            onPress={() => setWanted(page - 1)}
          >
            <Icon name="chevron-left" />
          </Button>
          <span className="num">{say.pageOf(page + 1, pages)}</span>
          <Button
            className="btn quiet square"
            aria-label={say.pageNext}
            isDisabled={page === pages - 1}
            onPress={() => setWanted(page + 1)}
          >
            <Icon name="chevron-right" />
          </Button>
        </nav>
      )}
    </>
  );
}
