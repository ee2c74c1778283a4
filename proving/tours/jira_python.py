"""The client `jira` of Python, unmodified, against the simulated site."""

import io
from importlib.metadata import version

from jira import JIRA, JIRAError

from tour import Tour, told

sim = told()
key = sim["project"]
tour = Tour(f"jira {version('jira')}")
login = (sim["email"], sim["token"])

jira = tour.call("JIRA", lambda: JIRA(server=sim["url"], basic_auth=login, max_retries=0))
tour.call("server_info", jira.server_info, lambda it: it["deploymentType"] == "Cloud")
me = tour.call("myself", jira.myself, lambda it: it["accountId"])
tour.call("fields", jira.fields, lambda it: any(field["id"] == "summary" for field in it))
tour.call("projects", jira.projects, lambda it: key in [project.key for project in it])
project = tour.call("project", lambda: jira.project(key), lambda it: it.key == key)
tour.call("project_components", lambda: jira.project_components(key), lambda it: it[0].name)
tour.call("project_versions", lambda: jira.project_versions(key), lambda it: it[0].name)
tour.call("issue_types", jira.issue_types, lambda it: "Task" in [kind.name for kind in it])
tour.call("issue_types_for_project", lambda: jira.issue_types_for_project(project.id), lambda it: it)
tour.call("statuses", jira.statuses, lambda it: "Done" in [status.name for status in it])
tour.call("priorities", jira.priorities, lambda it: "High" in [priority.name for priority in it])
tour.call("resolutions", jira.resolutions, lambda it: it[0].name)
tour.call("issue_link_types", jira.issue_link_types, lambda it: "Blocks" in [link.name for link in it])
tour.call("search_users", lambda: jira.search_users(query="a"), lambda it: it[0].accountId)
tour.call(
    "my_permissions",
    lambda: jira.my_permissions(projectKey=key, permissions="BROWSE_PROJECTS"),
    lambda it: it["permissions"]["BROWSE_PROJECTS"]["havePermission"],
)


def new(summary, **more):
    fields = {"project": {"key": key}, "issuetype": {"name": "Task"}, "summary": summary}
    return fields | more


text = "A *toured* issue with [a page|https://example.org]."
first = tour.call(
    "create_issue",
    lambda: jira.create_issue(fields=new("Toured", description=text, labels=["tour"])),
    lambda it: it.fields.summary == "Toured" and "*toured*" in it.fields.description,
)
several = tour.call(
    "create_issues",
    lambda: jira.create_issues([new("Second"), new(""), new("Third")]),
    lambda it: [made["status"] for made in it] == ["Success", "Error", "Success"],
)
second = several[0]["issue"]
tour.call("issue", lambda: jira.issue(first.key), lambda it: it.id == first.id)
tour.call("update", lambda: first.update(summary="Toured again", notify=False) or True)
tour.call(
    "editmeta or fields after an update",
    lambda: jira.issue(first.key, fields="summary"),
    lambda it: it.fields.summary == "Toured again",
)
tour.refused(
    "create_issue without a summary",
    lambda: jira.create_issue(fields=new("")),
    JIRAError,
    lambda error: error.status_code == 400,
)
tour.refused(
    "issue of none", lambda: jira.issue(f"{key}-999999"), JIRAError, lambda error: error.status_code == 404
)
tour.call(
    "enhanced_search_issues",
    lambda: jira.enhanced_search_issues(f"project = {key} ORDER BY key", maxResults=50),
    lambda it: len(it) > 10,
)
tour.call(
    "approximate_issue_count",
    lambda: jira.approximate_issue_count(f"project = {key}"),
    lambda it: it > 10,
)
steps = tour.call(
    "transitions", lambda: jira.transitions(first), lambda it: "Start work" in [s["name"] for s in it]
)
tour.call("find_transitionid_by_name", lambda: jira.find_transitionid_by_name(first, "Start work"), bool)
tour.call("transition_issue", lambda: jira.transition_issue(first, "Start work") or True)
said = tour.call("add_comment", lambda: jira.add_comment(first, "Said *so*"), lambda it: "*so*" in it.body)
tour.call("comments", lambda: jira.comments(first), lambda it: it[0].id == said.id)
tour.call("comment", lambda: jira.comment(first, said.id), lambda it: it.author.accountId == me["accountId"])
tour.call("comment.update", lambda: said.update(body="Said otherwise") or True)
tour.call("comment.delete", lambda: said.delete() or True)
worked = tour.call(
    "add_worklog",
    lambda: jira.add_worklog(first, timeSpent="1h", comment="Worked", adjustEstimate="leave"),
    lambda it: it.timeSpentSeconds == 3600,
)
tour.call("worklogs", lambda: jira.worklogs(first), lambda it: it[0].id == worked.id)
file = tour.call(
    "add_attachment",
    lambda: jira.add_attachment(first, io.BytesIO(b"toured"), filename="tour.txt"),
    lambda it: it.size == 6,
)
tour.call("attachment.get", lambda: jira.attachment(file.id).get(), lambda it: it == b"toured")
tour.call("attachment_meta", jira.attachment_meta, lambda it: it["enabled"])
tour.call(
    "create_issue_link",
    lambda: jira.create_issue_link("Blocks", first.key, second.key),
    lambda it: it.status_code == 201,
)
links = tour.call(
    "issue.fields.issuelinks",
    lambda: jira.issue(first.key).fields.issuelinks,
    lambda it: it[0].outwardIssue.key == second.key,
)
tour.call("issue_link", lambda: jira.issue_link(links[0].id), lambda it: it.type.name == "Blocks")
page = {"url": "https://example.org/tour", "title": "A page"}
tour.call("add_simple_link", lambda: jira.add_simple_link(first, page), lambda it: it.id)
tour.call("remote_links", lambda: jira.remote_links(first), lambda it: it[0].object.title == "A page")
tour.call("watchers", lambda: jira.watchers(first), lambda it: it.watchCount >= 0)
tour.call("add_watcher", lambda: jira.add_watcher(first, me["displayName"]), bool)
tour.call("add_issue_property", lambda: jira.add_issue_property(first, "tour", {"a": 1}) or True)
tour.call("issue_property", lambda: jira.issue_property(first, "tour"), lambda it: it.value.a == 1)
part = tour.call("create_component", lambda: jira.create_component("Toured", key), lambda it: it.id)
tour.call("component.delete", lambda: part.delete() or True)
release = tour.call("create_version", lambda: jira.create_version("9.9", key), lambda it: it.id)
tour.call("version.delete", lambda: release.delete() or True)

boards = tour.call("boards", lambda: jira.boards(projectKeyOrID=key), lambda it: it[0].type == "scrum")
sprints = tour.call("sprints", lambda: jira.sprints(boards[0].id), lambda it: it[0].name)
sprint = tour.call(
    "create_sprint", lambda: jira.create_sprint("Toured", boards[0].id), lambda it: it.state == "future"
)
tour.call("add_issues_to_sprint", lambda: jira.add_issues_to_sprint(sprint.id, [first.key]), bool)
tour.call("sprint", lambda: jira.sprint(sprint.id), lambda it: it.name == "Toured")
tour.call("rank", lambda: jira.rank(first.key, prev_issue=second.key), bool)
tour.call("delete", lambda: second.delete() or True)
