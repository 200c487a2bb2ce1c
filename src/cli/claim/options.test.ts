import { Command } from "commander";
import { expect, test } from "vitest";
import { claimData } from "../../claims/data/index.ts";
import { scales } from "../../claims/index.ts";
import { addClaim } from "./options.ts";

// the options are written without loading the claims, so that help is fast
test("the options name the scales and the data sets that claims have", () => {
  const program = new Command();
  addClaim(program);
  const commands = program.commands[0]!.commands;
  const options = commands.flatMap((command) => command.options);
  const ofScale = options.filter(({ long }) => long === "--scale");
  expect(ofScale.map(({ argChoices }) => argChoices)).toEqual(Array(3).fill([...scales]));
  const data = options.find(({ long }) => long === "--data")!.description;
  for (const name of Object.keys(claimData)) expect(data).toContain(name);
});
