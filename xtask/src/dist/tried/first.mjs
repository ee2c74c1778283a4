import { Engine } from "migrayt";

const engine = new Engine();
const found = await engine.run({ job: "convert", from: "html", to: "markdown", text: "<b>b</b>" });
await engine.close();
if (found.text !== "**b**") {
  throw new Error("the text was not converted");
}
