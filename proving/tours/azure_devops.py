"""Microsoft's own Python client, unmodified, against the simulated organisation."""

import io
from importlib.metadata import version

from azure.devops.connection import Connection
from azure.devops.exceptions import AzureDevOpsServiceError
from azure.devops.v7_1.work.models import TeamContext
from azure.devops.v7_1.work_item_tracking.models import (
    CommentCreate,
    CommentUpdate,
    JsonPatchOperation,
    Wiql,
    WorkItemBatchGetRequest,
    WorkItemClassificationNode,
)
from msrest.authentication import BasicAuthentication

from tour import Tour, told

sim = told()
project = sim["project"]
tour = Tour(f"azure-devops {version('azure-devops')}")
connection = Connection(base_url=sim["url"], creds=BasicAuthentication("", sim["token"]))
clients = connection.clients_v7_1

core = tour.call("get_core_client", clients.get_core_client)
projects = tour.call("get_projects", core.get_projects, lambda it: project in [p.name for p in it])
shown = tour.call(
    "get_project",
    lambda: core.get_project(project, include_capabilities=True),
    lambda it: it.capabilities["processTemplate"]["templateTypeId"],
)
tour.call("get_processes", core.get_processes, lambda it: "Agile" in [p.name for p in it])
teams = tour.call("get_teams", lambda: core.get_teams(project), lambda it: it[0].name)

wit = tour.call("get_work_item_tracking_client", clients.get_work_item_tracking_client)
types = tour.call(
    "get_work_item_types",
    lambda: wit.get_work_item_types(project),
    lambda it: "Task" in [kind.name for kind in it],
)
tour.call("get_work_item_type", lambda: wit.get_work_item_type(project, "Task"), lambda it: it.fields)
tour.call(
    "get_work_item_type_states",
    lambda: wit.get_work_item_type_states(project, "Task"),
    lambda it: it[0].category,
)
tour.call(
    "get_work_item_type_fields_with_references",
    lambda: wit.get_work_item_type_fields_with_references(project, "Task", expand="allowedValues"),
    lambda it: any(field.allowed_values for field in it),
)
tour.call(
    "get_work_item_type_categories",
    lambda: wit.get_work_item_type_categories(project),
    lambda it: it[0].work_item_types,
)
tour.call("get_work_item_fields", wit.get_work_item_fields, lambda it: it[0].reference_name)
tour.call(
    "get_work_item_field",
    lambda: wit.get_work_item_field("System.Title"),
    lambda it: it.type == "string",
)
tour.call(
    "get_relation_types",
    wit.get_relation_types,
    lambda it: "Parent" in [relation.name for relation in it],
)
tour.call("get_tags", lambda: wit.get_tags(project), lambda it: it[0].name)

roots = tour.call("get_root_nodes", lambda: wit.get_root_nodes(project, depth=5), lambda it: len(it) == 2)
tour.call(
    "create_or_update_classification_node",
    lambda: wit.create_or_update_classification_node(
        WorkItemClassificationNode(name="Toured"), project, "areas"
    ),
    lambda it: it.name == "Toured" and it.structure_type == "area",
)
tour.call(
    "get_classification_node",
    lambda: wit.get_classification_node(project, "areas", "Toured"),
    lambda it: it.path.endswith("Toured"),
)

wiql = Wiql(
    query="SELECT [System.Id] FROM WorkItems WHERE [System.TeamProject] = @project ORDER BY [System.Id]"
)
found = tour.call(
    "query_by_wiql",
    lambda: wit.query_by_wiql(wiql, TeamContext(project=project), top=20),
    lambda it: len(it.work_items) == 20,
)
ids = [reference.id for reference in found.work_items]
one = tour.call(
    "get_work_item",
    lambda: wit.get_work_item(ids[0], expand="all"),
    lambda it: it.fields["System.Title"] and it.id == ids[0],
)
tour.call(
    "get_work_items",
    lambda: wit.get_work_items(ids, fields=["System.Title"]),
    lambda it: len(it) == len(ids),
)
tour.call(
    "get_work_items_batch",
    lambda: wit.get_work_items_batch(
        WorkItemBatchGetRequest(ids=ids, expand="relations", error_policy="omit"), project
    ),
    lambda it: len(it) == len(ids) and any(item.relations for item in it),
)
tour.call("get_updates", lambda: wit.get_updates(ids[0]), lambda it: it[0].work_item_id == ids[0])
tour.call("get_revisions", lambda: wit.get_revisions(ids[0]), lambda it: it[-1].rev == one.rev)
tour.call(
    "get_revision", lambda: wit.get_revision(ids[0], one.rev), lambda it: it.fields["System.Title"]
)
tour.call(
    "read_reporting_revisions_get",
    lambda: wit.read_reporting_revisions_get(project, max_page_size=10),
    # The client's model has none of the properties.
    lambda it: len(it.additional_properties["values"]) == 10,
)
tour.refused(
    "get_work_item of none",
    lambda: wit.get_work_item(99_999_999),
    AzureDevOpsServiceError,
    lambda error: "TF401232" in str(error),
)
tour.refused(
    "query_by_wiql with an unknown field",
    lambda: wit.query_by_wiql(Wiql(query="SELECT [System.Id] FROM WorkItems WHERE [No.Such] = 1")),
    AzureDevOpsServiceError,
    lambda error: "TF51005" in str(error),
)

said = tour.call(
    "add_comment",
    lambda: wit.add_comment(CommentCreate(text="<p>Toured</p>"), project, ids[0]),
    lambda it: it.text == "<p>Toured</p>" and it.id,
)
tour.call(
    "get_comments",
    lambda: wit.get_comments(project, ids[0], top=5, order="desc"),
    lambda it: it.comments[0].id == said.id,
)
tour.call(
    "update_comment",
    lambda: wit.update_comment(CommentUpdate(text="<p>Again</p>"), project, ids[0], said.id),
    lambda it: it.version == 2,
)
tour.call("delete_comment", lambda: wit.delete_comment(project, ids[0], said.id))
file = tour.call(
    "create_attachment",
    lambda: wit.create_attachment(io.BytesIO(b"toured"), project, file_name="tour.txt"),
    lambda it: it.url,
)
tour.call(
    "get_attachment_content",
    lambda: b"".join(wit.get_attachment_content(file.id, project, file_name="tour.txt")),
    lambda it: it == b"toured",
)


def patch(*changes):
    return [JsonPatchOperation(op="add", path=path, value=value) for path, value in changes]


made = tour.call(
    "create_work_item",
    lambda: wit.create_work_item(
        patch(("/fields/System.Title", "Toured"), ("/fields/System.Tags", "a; b")), project, "Task"
    ),
    lambda it: it.rev == 1 and it.fields["System.Title"] == "Toured",
)
tour.call(
    "update_work_item",
    lambda: wit.update_work_item(patch(("/fields/System.Title", "Toured again")), made.id),
    lambda it: it.rev == 2,
)
link = {"rel": "System.LinkTypes.Related", "url": one.url}
tour.call(
    "update_work_item with a link",
    lambda: wit.update_work_item(patch(("/relations/-", link)), made.id, expand="relations"),
    lambda it: it.rev == 2 and len(it.relations) == 1,
)
tour.refused(
    "update_work_item against a rule",
    lambda: wit.update_work_item(patch(("/fields/System.State", "No such state")), made.id),
    AzureDevOpsServiceError,
    lambda error: "TF401320" in str(error),
)
tour.call("delete_work_item", lambda: wit.delete_work_item(made.id), lambda it: it.id == made.id)

work = tour.call("get_work_client", clients.get_work_client)
tour.call(
    "get_team_iterations",
    lambda: work.get_team_iterations(TeamContext(project=project, team=teams[0].name)),
    lambda it: it[0].path,
)
graph = tour.call("get_graph_client", clients.get_graph_client)
users = tour.call("list_users", graph.list_users, lambda it: it.graph_users[0].descriptor)
who = users.graph_users[0].descriptor
key = tour.call("get_storage_key", lambda: graph.get_storage_key(who), lambda it: it.value)
tour.call("get_descriptor", lambda: graph.get_descriptor(key.value), lambda it: it.value == who)
identity = tour.call("get_identity_client", clients.get_identity_client)
tour.call(
    "read_identities",
    lambda: identity.read_identities(identity_ids=key.value),
    lambda it: it[0].id == key.value,
)
