/** The studio's pages. */
import { render } from "preact";
import "uplot/dist/uPlot.min.css";
import "./style.css";
import { ClaimsPage } from "./claims/claims-page.tsx";
import { ClassifiersPage } from "./classifiers/classifiers-page.tsx";
import { ComparePage } from "./compare/compare-page.tsx";
import { DataPage } from "./data/data-page.tsx";
import { NewPage } from "./new/new-page.tsx";
import { RunPage } from "./run/run-page.tsx";
import { RunsPage } from "./runs/runs-page.tsx";
import { followLink, useAddress } from "./shared/address.ts";
import { Connection } from "./shared/connection.tsx";
import { Keys } from "./shared/keys.tsx";
import { SweepPage } from "./sweep/sweep-page.tsx";

const pages: Readonly<Record<string, () => preact.JSX.Element>> = {
  "/": RunsPage,
  "/run": RunPage,
  "/compare": ComparePage,
  "/new": NewPage,
  "/claims": ClaimsPage,
  "/classifiers": ClassifiersPage,
  "/data": DataPage,
  "/sweep": SweepPage,
};

function Studio() {
  const { path, query } = useAddress();
  const Page = pages[path] ?? RunsPage;
  document.title = [query.get("id"), "Evenkeel studio"].filter(Boolean).join(" – ");
  return (
    <>
      <header>
        <a class="brand" href="/">
          Evenkeel studio
        </a>
        <nav>
          <a href="/claims">Claims</a> <a href="/classifiers">Classifiers</a>{" "}
          <a href="/data">Data</a> <a href="/new">New run</a> <Keys />
        </nav>
      </header>
      <Connection />
      <Page />
    </>
  );
}

addEventListener("click", followLink);
render(<Studio />, document.getElementById("app") as HTMLElement);
