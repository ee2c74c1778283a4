// What the tours in JavaScript share: each call is tried, checked and told as one line.

import { readFileSync } from "node:fs";

export class Tour {
  constructor(client) {
    this.client = client;
  }

  // Makes a call and checks what came back; what it gives is the answer.
  async call(name, ask, check = () => true) {
    let answer;
    let wrong = "";
    try {
      answer = await ask();
      if (!check(answer)) wrong = "the answer is not what was asked for";
    } catch (error) {
      // A tour goes on, whatever a client makes of an answer.
      wrong = `${error?.name}: ${error?.message}`;
    }
    const told = wrong.split(/\s+/).join(" ").slice(0, 300);
    console.log([wrong ? "failed" : "passed", this.client, name, told].join("\t"));
    return answer;
  }

  // Makes a call that the tracker refuses, and checks what the client makes of it.
  refused(name, ask, check) {
    const attempt = async () => {
      try {
        await ask();
      } catch (error) {
        return check(error);
      }
      return false;
    };
    return this.call(name, attempt, (answer) => answer);
  }
}

// Where the simulator listens and what it takes: the line that it printed.
export const told = () => JSON.parse(process.argv[2]);

// The client with the version that is installed.
export const installed = (name) => {
  const text = readFileSync(new URL(`node_modules/${name}/package.json`, import.meta.url), "utf8");
  return `${name} ${JSON.parse(text).version}`;
};

// All of a stream.
export const bytes = async (stream) => {
  const parts = [];
  for await (const part of stream) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
};
