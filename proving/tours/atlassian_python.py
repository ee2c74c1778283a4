"""The client `atlassian-python-api`, unmodified, against the simulated site."""

import io
import os
import tempfile
from importlib.metadata import version

from atlassian import Jira
from atlassian.jira import JiraCloud, JiraSoftware
from requests import HTTPError

from tour import Tour, told

sim = told()
key = sim["project"]
tour = Tour(f"atlassian-python-api {version('atlassian-python-api')}")
login = {"url": sim["url"], "username": sim["email"], "password": sim["token"], "cloud": True}
jira = Jira(**login)
cloud = JiraCloud(**login)
agile = JiraSoftware(**login)


def named(name, *more):
    return lambda it: name in [one["name"] for one in it]


def status(code):
    return lambda error: getattr(error, "response", None) is not None and error.response.status_code == code


tour.call("get_server_info", jira.get_server_info, lambda it: it["deploymentType"] == "Cloud")
me = tour.call("myself", jira.myself, lambda it: it["accountId"])
stranger = Jira(**login | {"password": "wrong"})
tour.refused("myself with a wrong token", stranger.myself, HTTPError, status(401))
tour.call(
    "get_permissions",
    lambda: jira.get_permissions("BROWSE_PROJECTS", project_key=key),
    lambda it: it["permissions"]["BROWSE_PROJECTS"]["havePermission"],
)
tour.call("users_get_all", lambda: jira.users_get_all(limit=3), lambda it: len(it) == 3)
tour.call("user", lambda: jira.user(account_id=me["accountId"]), lambda it: it["displayName"])
tour.call("user_find_by_user_string", lambda: jira.user_find_by_user_string(query="a"), lambda it: it[0]["accountId"])

tour.call("projects", jira.projects, lambda it: key in [one["key"] for one in it])
project = tour.call("project", lambda: jira.project(key), lambda it: it["issueTypes"])
tour.call("get_project_components", lambda: jira.get_project_components(key), lambda it: it[0]["name"])
tour.call("get_project_versions", lambda: jira.get_project_versions(key), lambda it: it[0]["name"])
tour.call("get_all_fields", jira.get_all_fields, lambda it: any(one["id"] == "summary" for one in it))
tour.call("get_all_statuses", jira.get_all_statuses, named("Done"))
tour.call("get_all_priorities", jira.get_all_priorities, named("High"))
tour.call("get_all_resolutions", jira.get_all_resolutions, lambda it: it[0]["name"])
tour.call("get_issue_link_types_names", jira.get_issue_link_types_names, lambda it: "Blocks" in it)
tour.call(
    "issue_createmeta_issuetypes",
    lambda: jira.issue_createmeta_issuetypes(key),
    lambda it: named("Task")(it["issueTypes"]),
)
task = next(one for one in project["issueTypes"] if one["name"] == "Task")
tour.call(
    "issue_createmeta_fieldtypes",
    lambda: jira.issue_createmeta_fieldtypes(key, task["id"]),
    lambda it: any(one["required"] for one in it["fields"]),
)
tour.call(
    "get_issue_types_for_project",
    lambda: cloud.get_issue_types_for_project(project_id=project["id"]),
    named("Task"),
)


def new(summary, **more):
    fields = {"project": {"key": key}, "issuetype": {"name": "Task"}, "summary": summary}
    return fields | more


def doc(text):
    paragraph = {"type": "paragraph", "content": [{"type": "text", "text": text}]}
    return {"type": "doc", "version": 1, "content": [paragraph]}


first = tour.call(
    "create_issue",
    lambda: jira.create_issue(new("Toured", description="A *toured* issue.", labels=["tour"])),
    lambda it: it["key"].startswith(f"{key}-"),
)["key"]
second = tour.call("issue_create", lambda: jira.issue_create(new("Second")), lambda it: it["id"])["key"]
tour.call(
    "create_issues",
    lambda: jira.create_issues([{"fields": new("Third")}, {"fields": new("Fourth")}]),
    lambda it: len(it["issues"]) == 2 and not it["errors"],
)
tour.refused(
    "create_issues, all wrong", lambda: jira.create_issues([{"fields": new("")}]), HTTPError, status(400)
)
tour.refused("create_issue without a summary", lambda: jira.create_issue(new("")), HTTPError, status(400))
tour.call(
    "issue_create_or_update",
    lambda: jira.issue_create_or_update({"issuekey": second, "summary": "Second again"}) or True,
)
tour.call("issue", lambda: jira.issue(first), lambda it: "*toured*" in it["fields"]["description"])
tour.call(
    "get_issue",
    lambda: jira.get_issue(first, fields=["summary", "status"], expand="names"),
    lambda it: set(it["fields"]) == {"summary", "status"} and it["names"]["summary"],
)
tour.call(
    "get_issue of version 3",
    lambda: cloud.get_issue(first),
    lambda it: it["fields"]["description"]["type"] == "doc",
)
tour.call(
    "create_issue of version 3",
    lambda: cloud.create_issue(data={"fields": new("Third", description=doc("A text"))}),
    lambda it: it["id"],
)
tour.refused("issue of none", lambda: jira.issue(f"{key}-999999"), HTTPError, status(404))
tour.call("issue_exists", lambda: jira.issue_exists(first))
tour.call("issue_exists of none", lambda: not jira.issue_exists(f"{key}-999999"), bool)
tour.call("issue_update", lambda: jira.issue_update(first, {"summary": "Toured again"}) or True)
tour.call(
    "edit_issue",
    lambda: jira.edit_issue(first, {"labels": [{"add": "second"}]}, notify_users=False) or True,
)
tour.call(
    "issue_field_value", lambda: jira.issue_field_value(first, "labels"), lambda it: set(it) == {"tour", "second"}
)
tour.call("issue_editmeta", lambda: jira.issue_editmeta(first), lambda it: it["fields"]["summary"])
tour.call("assign_issue", lambda: jira.assign_issue(first, me["accountId"]) or True)
tour.call(
    "issue_field_value of the assignee",
    lambda: jira.issue_field_value(first, "assignee"),
    lambda it: it["accountId"] == me["accountId"],
)
tour.call("label_issue", lambda: jira.label_issue(first, ["third"]) or True)
tour.call("unlabel_issue", lambda: jira.unlabel_issue(first, ["third"]) or True)
tour.call("get_issue_labels", lambda: jira.get_issue_labels(first), lambda it: "third" not in it)
tour.call("get_all_labels", cloud.get_all_labels, lambda it: "tour" in it["values"])
tour.call(
    "get_issue_changelog",
    lambda: jira.get_issue_changelog(first),
    lambda it: any(item["field"] == "summary" for entry in it["values"] for item in entry["items"]),
)
tour.call(
    "bulk_fetch_issues",
    lambda: cloud.bulk_fetch_issues(data={"issueIdsOrKeys": [first, second], "fields": ["summary"]}),
    lambda it: len(it["issues"]) == 2,
)
tour.call(
    "get_bulk_changelogs",
    lambda: cloud.get_bulk_changelogs(data={"issueIdsOrKeys": [first]}),
    lambda it: it["issueChangeLogs"][0]["changeHistories"],
)

tour.call(
    "enhanced_jql",
    lambda: jira.enhanced_jql(f"project = {key} ORDER BY key", limit=10),
    lambda it: len(it["issues"]) == 10 and it["nextPageToken"],
)
found = tour.call(
    "enhanced_jql_get_list_of_tickets",
    lambda: jira.enhanced_jql_get_list_of_tickets(f"project = {key}", fields="summary"),
    lambda it: len(it) > 40,
)
tour.call(
    "enhanced_jql_get_list_of_tickets of version 3",
    lambda: cloud.enhanced_jql_get_list_of_tickets(f"project = {key}", fields=["summary"]),
    lambda it: len(it) == len(found),
)
tour.call(
    "approximate_issue_count",
    lambda: jira.approximate_issue_count(f"project = {key}"),
    lambda it: it["count"] == len(found),
)
tour.refused(
    "jql beyond the first page, which was taken away",
    lambda: jira.get(jira.resource_url("search"), params={"jql": f"project = {key}", "startAt": 50}),
    HTTPError,
    status(410),
)
tour.refused("enhanced_jql of nonsense", lambda: jira.enhanced_jql("project ="), HTTPError, status(400))
tour.call(
    "get_issue_transitions",
    lambda: jira.get_issue_transitions(first),
    lambda it: "Start work" in [one["name"] for one in it],
)
tour.call("set_issue_status", lambda: jira.set_issue_status(first, "In Progress") or True)
tour.call("get_issue_status", lambda: jira.get_issue_status(first), lambda it: it == "In Progress")
tour.call("get_status_id_from_name", lambda: jira.get_status_id_from_name("Done"), bool)

said = tour.call("issue_add_comment", lambda: jira.issue_add_comment(first, "Said *so*"), lambda it: "*so*" in it["body"])
tour.call("issue_get_comments", lambda: jira.issue_get_comments(first), lambda it: it["total"] == 1)
tour.call(
    "issue_edit_comment", lambda: jira.issue_edit_comment(first, said["id"], "Again"), lambda it: it["body"] == "Again"
)
tour.call("issue_get_comment", lambda: jira.issue_get_comment(first, said["id"]), lambda it: it["body"] == "Again")
tour.call(
    "get_comments of version 3", lambda: cloud.get_comments(first), lambda it: it["comments"][0]["body"]["type"] == "doc"
)
tour.call("delete_comment of version 3", lambda: cloud.delete_comment(first, said["id"]) or True)
tour.call(
    "issue_worklog",
    lambda: jira.issue_worklog(first, "2026-01-17T12:34:00.000+0000", 3600, "Worked"),
    lambda it: it["timeSpentSeconds"] == 3600,
)
tour.call("issue_get_worklog", lambda: jira.issue_get_worklog(first), lambda it: it["total"] == 1)
worked = tour.call(
    "get_updated_worklogs", lambda: jira.get_updated_worklogs(0), lambda it: it["values"][-1]["worklogId"]
)
tour.call(
    "get_worklogs",
    lambda: jira.get_worklogs([worked["values"][-1]["worklogId"]]),
    lambda it: it[0]["timeSpentSeconds"] == 3600,
)
stream = io.BytesIO(b"toured")
stream.name = "tour.txt"
file = tour.call("add_attachment_object", lambda: jira.add_attachment_object(first, stream), lambda it: it[0]["size"] == 6)
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "path.txt")
    with open(path, "w", encoding="utf-8") as out:
        out.write("from a path")
    tour.call("add_attachment", lambda: jira.add_attachment(first, path), lambda it: it[0]["filename"] == "path.txt")
tour.call(
    "get_attachments_ids_from_issue", lambda: jira.get_attachments_ids_from_issue(first), lambda it: len(it) == 2
)
tour.call("get_attachment", lambda: jira.get_attachment(file[0]["id"]), lambda it: it["filename"] == "tour.txt")
tour.call("get_attachment_content", lambda: jira.get_attachment_content(file[0]["id"]), lambda it: it == b"toured")
tour.call("get_attachment_meta", cloud.get_attachment_meta, lambda it: it["enabled"])
tour.call("remove_attachment", lambda: jira.remove_attachment(file[0]["id"]) or True)

link = {"type": {"name": "Blocks"}, "inwardIssue": {"key": first}, "outwardIssue": {"key": second}}
tour.call("create_issue_link", lambda: jira.create_issue_link(link) or True)
links = tour.call(
    "issue_field_value of links",
    lambda: jira.issue_field_value(first, "issuelinks"),
    lambda it: it[0]["outwardIssue"]["key"] == second,
)
tour.call("get_issue_link", lambda: jira.get_issue_link(links[0]["id"]), lambda it: it["type"]["name"] == "Blocks")
tour.call("remove_issue_link", lambda: jira.remove_issue_link(links[0]["id"]) or True)
remote = tour.call(
    "create_or_update_issue_remote_links",
    lambda: jira.create_or_update_issue_remote_links(first, "https://example.org/tour", "A page", global_id="tour"),
    lambda it: it["id"],
)
tour.call("get_issue_remotelinks", lambda: jira.get_issue_remotelinks(first), lambda it: it[0]["globalId"] == "tour")
tour.call(
    "delete_issue_remote_link_by_id", lambda: jira.delete_issue_remote_link_by_id(first, remote["id"]) or True
)
tour.call("issue_add_watcher", lambda: jira.issue_add_watcher(first, me["accountId"]) or True)
tour.call("issue_get_watchers", lambda: jira.issue_get_watchers(first), lambda it: it["watchCount"] == 1)
tour.call("set_issue_property", lambda: jira.set_issue_property(first, "tour", {"a": 1}) or True)
tour.call("get_issue_property", lambda: jira.get_issue_property(first, "tour"), lambda it: it["value"]["a"] == 1)
part = tour.call("create_component", lambda: jira.create_component({"name": "Toured", "project": key}), lambda it: it["id"])
tour.call("component", lambda: jira.component(part["id"]), lambda it: it["name"] == "Toured")
tour.call("delete_component", lambda: jira.delete_component(part["id"]) or True)
release = tour.call(
    "add_version", lambda: jira.add_version(project_id=project["id"], version="9.9"), lambda it: it["id"]
)
tour.call("update_version", lambda: jira.update_version(release["id"], is_released=True), lambda it: it["released"])
tour.call("delete_version", lambda: jira.delete_version(release["id"]) or True)
tour.call(
    "get_fields_paginated",
    lambda: cloud.get_fields_paginated(query="Sprint"),
    lambda it: it["values"][0]["schema"]["custom"].endswith(":gh-sprint"),
)

boards = tour.call(
    "get_all_agile_boards", lambda: jira.get_all_agile_boards(project_key=key), lambda it: it["values"][0]["type"]
)
board = boards["values"][0]["id"]
tour.call("get_agile_board", lambda: jira.get_agile_board(board), lambda it: it["name"])
sprint = tour.call("create_sprint", lambda: jira.create_sprint("Toured", board), lambda it: it["state"] == "future")
tour.call("add_issues_to_sprint", lambda: jira.add_issues_to_sprint(sprint["id"], [first, second]) or True)
tour.call(
    "update_partially_sprint",
    lambda: jira.update_partially_sprint(sprint["id"], {"name": "Renamed"}),
    lambda it: it["name"] == "Renamed",
)
tour.call("get_sprint", lambda: jira.get_sprint(sprint["id"]), lambda it: it["name"] == "Renamed")
tour.call(
    "get_all_sprints_from_board",
    lambda: jira.get_all_sprints_from_board(board, state="future"),
    lambda it: named("Renamed")(it["values"]),
)
tour.call(
    "get_sprint_issues", lambda: jira.get_sprint_issues(sprint["id"], 0, 10), lambda it: len(it["issues"]) == 2
)
tour.call(
    "get_issues_for_board",
    lambda: jira.get_issues_for_board(board, f"project = {key}", fields="summary", limit=5),
    lambda it: len(it["issues"]) == 5,
)
tour.call(
    "get_issues_for_backlog", lambda: jira.get_issues_for_backlog(board), lambda it: it["total"] > 5
)
tour.call("rank_issues", lambda: agile.rank_issues(data={"issues": [first], "rankAfterIssue": second}) or True)
tour.call(
    "move_issues_to_backlog", lambda: agile.move_issues_to_backlog(data={"issues": [second]}) or True
)
tour.call("delete_sprint", lambda: jira.delete_sprint(sprint["id"]) or True)
tour.call("delete_issue", lambda: jira.delete_issue(second) or True)
tour.call("issue_deleted", lambda: jira.issue_deleted(second))
