"""`az boards` of Microsoft's own command line, unmodified, against the simulated organisation."""

import json
import os
import pathlib
import subprocess
import sys
from importlib.metadata import version

from tour import Tour, told

sim = told()
project = sim["project"]
az = pathlib.Path(sys.executable).with_name("az")
surroundings = os.environ | {"AZURE_DEVOPS_EXT_PAT": sim["token"]}


class Refused(Exception):
    """The command ended with an error."""


def run(*words, project_too=True):
    scope = ["--org", sim["url"], "--detect", "false", "--output", "json", "--only-show-errors"]
    if project_too:
        scope += ["--project", project]
    ended = subprocess.run(
        [az, *words, *scope], capture_output=True, text=True, check=False, env=surroundings)
    if ended.returncode:
        raise Refused(ended.stderr.strip() or ended.stdout.strip())
    said = ended.stdout.strip()
    # A deletion is told in words.
    return json.loads(said) if said.startswith(("{", "[")) else said or True


def boards(*words, project_too=True):
    return lambda: run("boards", *map(str, words), project_too=project_too)


def item(*words, project_too=False):
    return boards("work-item", *words, project_too=project_too)


extension = json.loads(subprocess.run(
    [az, "extension", "list", "--output", "json", "--only-show-errors"], capture_output=True, check=True).stdout)
tour = Tour(f"az {version('azure-cli')} + azure-devops {extension[0]['version']}")

tour.call(
    "devops project list",
    lambda: run("devops", "project", "list", project_too=False),
    lambda it: project in [one["name"] for one in it["value"]],
)
tour.call(
    "devops project show",
    lambda: run("devops", "project", "show"),
    lambda it: it["name"] == project,
)
team = tour.call("devops team list", lambda: run("devops", "team", "list"), lambda it: it[0]["name"])[0]["name"]
tour.call("devops team show", lambda: run("devops", "team", "show", "--team", team), lambda it: it["name"] == team)
tour.call(
    "devops team list-member",
    lambda: run("devops", "team", "list-member", "--team", team),
    lambda it: it[0]["identity"]["uniqueName"],
)

made = tour.call(
    "work-item create",
    item("create", "--type", "Task", "--title", "Toured", "--description", "<p>A text</p>",
         "--fields", "System.Tags=a; b", "Microsoft.VSTS.Common.Priority=1", project_too=True),
    lambda it: it["fields"]["System.Title"] == "Toured" and it["fields"]["System.Tags"] == "a; b",
)["id"]
other = tour.call(
    "work-item create, another",
    item("create", "--type", "User Story", "--title", "Second", project_too=True),
    lambda it: it["rev"] == 1,
)["id"]
tour.refused(
    "work-item create of no type",
    item("create", "--type", "Nothing", "--title", "x", project_too=True),
    Refused,
    lambda error: "VS402323" in str(error) or "does not exist" in str(error),
)
who = tour.call(
    "work-item show", item("show", "--id", made), lambda it: it["fields"]["System.CreatedBy"]["uniqueName"]
)["fields"]["System.CreatedBy"]["uniqueName"]
tour.call(
    "work-item show, some fields",
    item("show", "--id", made, "--fields", "System.Title,System.State", "--expand", "none"),
    lambda it: set(it["fields"]) == {"System.Title", "System.State"},
)
tour.refused("work-item show of none", item("show", "--id", 99999999), Refused, lambda error: "TF401232" in str(error))
tour.call(
    "work-item update",
    item("update", "--id", made, "--title", "Toured again", "--state", "Active", "--discussion", "Said so"),
    lambda it: it["fields"]["System.State"] == "Active" and it["fields"]["System.Title"] == "Toured again",
)
tour.call(
    "work-item update, who has it",
    item("update", "--id", made, "--assigned-to", who),
    lambda it: it["fields"]["System.AssignedTo"]["uniqueName"] == who,
)
tour.refused(
    "work-item update against a rule",
    item("update", "--id", made, "--state", "No such state"),
    Refused,
    lambda error: "State" in str(error),
)
tour.call(
    "work-item relation list-type",
    item("relation", "list-type"),
    lambda it: "Parent" in [one["name"] for one in it],
)
tour.call(
    "work-item relation add",
    item("relation", "add", "--id", made, "--relation-type", "parent", "--target-id", other),
    lambda it: it["relations"][0]["rel"] == "Parent",
)
tour.call(
    "work-item relation add of a page",
    item("relation", "add", "--id", made, "--relation-type", "Hyperlink", "--target-url", "https://example.org"),
    lambda it: len(it["relations"]) == 2,
)
tour.call("work-item relation show", item("relation", "show", "--id", made), lambda it: len(it["relations"]) == 2)
tour.call(
    "work-item relation remove",
    item("relation", "remove", "--id", made, "--relation-type", "parent", "--target-id", other, "--yes"),
    lambda it: len(it["relations"]) == 1,
)
tour.call(
    "query",
    boards("query", "--wiql",
           f"SELECT [System.Id], [System.Title] FROM WorkItems WHERE [System.TeamProject] = '{project}'"
           " ORDER BY [System.Id]"),
    lambda it: len(it) > 50 and it[0]["fields"]["System.Title"],
)
tour.refused(
    "query of nonsense",
    boards("query", "--wiql", "SELECT [No.Such] FROM WorkItems WHERE [No.Such] = 1"),
    Refused,
    lambda error: "TF51005" in str(error),
)
tour.call("work-item delete", item("delete", "--id", other, "--yes", project_too=True), lambda it: str(other) in it)
tour.call(
    "work-item delete for ever",
    item("delete", "--id", made, "--yes", "--destroy", project_too=True),
)
tour.refused(
    "work-item show of what is gone", item("show", "--id", made), Refused, lambda error: "TF401232" in str(error)
)

for kind, root in [("area", "Area"), ("iteration", "Iteration")]:
    def node(*words, kind=kind):
        return boards(kind, "project", *words)

    path = f"\\{project}\\{root}\\Toured"
    days = ["--start-date", "2026-01-05", "--finish-date", "2026-01-16"] if kind == "iteration" else []
    new = tour.call(
        f"{kind} project create", node("create", "--name", "Toured", *days), lambda it: it["name"] == "Toured"
    )
    child = tour.call(
        f"{kind} project create inside",
        node("create", "--name", "Inner", "--path", path),
        lambda it: it["path"].endswith("Toured\\Inner"),
    )
    tour.call(
        f"{kind} project list", node("list", "--depth", 3), lambda it: "Toured" in [one["name"] for one in it["children"]]
    )
    tour.call(f"{kind} project show", node("show", "--id", new["id"]), lambda it: it[0]["name"] == "Toured")
    tour.call(
        f"{kind} project update",
        node("update", "--path", f"{path}\\Inner", "--name", "Renamed"),
        lambda it: it["name"] == "Renamed",
    )
    tour.call(
        f"{kind} project update, a move",
        node("update", "--path", f"\\{project}\\{root}", "--child-id", child["id"]),
    )
    tour.call(
        f"{kind} project delete",
        node("delete", "--path", f"\\{project}\\{root}\\Renamed", "--yes"),
    )
    if kind == "iteration":
        sprint = new["identifier"]


def of_team(kind, *words):
    return boards(kind, "team", *words, "--team", team)


tour.call(
    "area team add",
    of_team("area", "add", "--path", f"{project}\\Toured", "--include-sub-areas", "true"),
    lambda it: f"{project}\\Toured" in [one["value"] for one in it["values"]],
)
tour.call("area team list", of_team("area", "list"), lambda it: it["defaultValue"])
tour.call(
    "area team update",
    of_team("area", "update", "--path", f"{project}\\Toured", "--include-sub-areas", "false"),
    lambda it: any(one["value"].endswith("Toured") and not one["includeChildren"] for one in it["values"]),
)
tour.call(
    "area team remove",
    of_team("area", "remove", "--path", f"{project}\\Toured"),
    lambda it: f"{project}\\Toured" not in [one["value"] for one in it["values"]],
)
tour.call("iteration team add", of_team("iteration", "add", "--id", sprint), lambda it: it["name"] == "Toured")
tour.call(
    "iteration team list", of_team("iteration", "list"), lambda it: "Toured" in [one["name"] for one in it]
)
tour.call(
    "iteration team list-work-items",
    of_team("iteration", "list-work-items", "--id", sprint),
    lambda it: it["workItemRelations"] == [],
)
tour.call(
    "iteration team show-backlog-iteration",
    of_team("iteration", "show-backlog-iteration"),
    lambda it: it["backlogIteration"]["id"],
)
tour.call(
    "iteration team set-backlog-iteration",
    of_team("iteration", "set-backlog-iteration", "--id", sprint),
    lambda it: it["backlogIteration"]["id"] == sprint,
)
tour.call(
    "iteration team set-default-iteration",
    of_team("iteration", "set-default-iteration", "--id", sprint),
    lambda it: it["defaultIteration"]["id"] == sprint,
)
tour.call(
    "iteration team show-default-iteration",
    of_team("iteration", "show-default-iteration"),
    lambda it: it["defaultIteration"]["id"] == sprint,
)
tour.call("iteration team remove", of_team("iteration", "remove", "--id", sprint))
