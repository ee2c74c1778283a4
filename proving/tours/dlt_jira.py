"""The loader `dlt`, unmodified, reads the simulated site by its REST source into files."""

import gzip
import json
import pathlib
import tempfile
from importlib.metadata import version

import dlt
from dlt.sources.rest_api import rest_api_source

from tour import Tour, told

sim = told()
key = sim["project"]
tour = Tour(f"dlt {version('dlt')}")
login = {"type": "http_basic", "username": sim["email"], "password": sim["token"]}
found = f"project = {key} ORDER BY key"


def resource(name, path, selector, paginator="single_page", params=None, **more):
    endpoint = {"path": path, "data_selector": selector, "paginator": paginator, "params": params or {}}
    return {"name": name, "endpoint": endpoint | more}


offset = {"type": "offset", "limit": 10, "offset_param": "startAt", "limit_param": "maxResults"}
cursor = {"type": "cursor", "cursor_path": "nextPageToken", "cursor_param": "nextPageToken"}
body = {"type": "cursor", "cursor_path": "nextPageToken", "cursor_body_path": "nextPageToken"}
counted = offset | {"total_path": "total"}
listed = offset | {"total_path": None}
issue = "rest/api/3/issue/{resources.issues.key}"


def child(name, path, selector, **more):
    return resource(name, f"{issue}/{path}", selector, **more)


RESOURCES = [
    resource("server_info", "rest/api/3/serverInfo", "$"),
    resource("projects", "rest/api/3/project/search", "values", counted),
    resource("users", "rest/api/3/users/search", "$", listed | {"stop_after_empty_page": True}),
    resource("fields", "rest/api/3/field/search", "values", counted),
    resource("statuses", "rest/api/3/statuses/search", "values", counted),
    resource("priorities", "rest/api/3/priority/search", "values", counted),
    resource("issue_types", "rest/api/3/issuetype", "$"),
    resource("link_types", "rest/api/3/issueLinkType", "issueLinkTypes"),
    resource("components", f"rest/api/3/project/{key}/component", "values", counted),
    resource("versions", f"rest/api/3/project/{key}/version", "values", counted),
    resource("boards", "rest/agile/1.0/board", "values", counted),
    resource(
        "issues", "rest/api/3/search/jql", "issues", cursor,
        {"jql": found, "maxResults": 7, "fields": "*all", "expand": "changelog"},
    ),
    resource(
        "issues_posted", "rest/api/3/search/jql", "issues", body, method="POST",
        json={"jql": found, "maxResults": 9, "fields": ["summary"]},
    ),
    resource(
        "counts", "rest/api/3/search/approximate-count", "$", method="POST", json={"jql": f"project = {key}"}
    ),
    child("comments", "comment", "comments", paginator=counted),
    child("changes", "changelog", "values", paginator=counted),
    child("worklogs", "worklog", "worklogs", paginator=counted),
    child("watchers", "watchers", "$"),
    child("remote_links", "remotelink", "$"),
    child("transitions", "transitions", "transitions"),
    resource(
        "sprints", "rest/agile/1.0/board/{resources.boards.id}/sprint", "values",
        offset | {"total_path": None, "has_more_path": None, "stop_after_empty_page": True},
    ),
]
# The generated issues have none of these.
EMPTY = {"remote_links", "worklogs", "changes"}

with tempfile.TemporaryDirectory() as folder:
    source = tour.call(
        "rest_api_source",
        lambda: rest_api_source({
            "client": {"base_url": sim["url"], "auth": login},
            "resource_defaults": {"write_disposition": "replace"},
            "resources": RESOURCES,
        }),
    )
    pipeline = dlt.pipeline(
        pipeline_name="tour", destination=dlt.destinations.filesystem(f"file://{folder}/out"),
        dataset_name="jira", pipelines_dir=f"{folder}/state",
    )
    tour.call(
        "pipeline.run",
        lambda: pipeline.run(source, loader_file_format="jsonl"),
        lambda it: not it.has_failed_jobs,
    )

    def rows(table):
        lines = []
        for file in pathlib.Path(f"{folder}/out/jira/{table}").glob("*"):
            text = file.read_bytes()
            text = gzip.decompress(text) if text.startswith(b"\x1f\x8b") else text
            lines += text.decode().splitlines()
        return [json.loads(line) for line in lines]

    for one in RESOURCES:
        name = one["name"]
        tour.call(f"rows of {name}", lambda name=name: rows(name), lambda it, name=name: it or name in EMPTY)
    tour.call(
        "each issue is read once",
        lambda: [row["key"] for row in rows("issues")],
        lambda it: len(it) == len(set(it)) == len(rows("issues_posted")) == rows("counts")[0]["count"],
    )
