// Microsoft's own client for Node, unmodified, against the simulated organisation.

import { Readable } from "node:stream";

import azure from "azure-devops-node-api";
import tracking from "azure-devops-node-api/interfaces/WorkItemTrackingInterfaces.js";

import { Tour, bytes, installed, told } from "./tour.mjs";

const { CommentExpandOptions, CommentReactionType, CommentSortOrder } = tracking;
const { TreeStructureGroup, WorkItemErrorPolicy, WorkItemExpand } = tracking;
const { ReportingRevisionsExpand, WorkItemTypeFieldsExpandLevel } = tracking;

// The client drops an enumeration's zero from addresses, so that areas are named by their word.
const AREAS = "areas";
const sim = told();
const project = sim.project;
const tour = new Tour(installed("azure-devops-node-api"));
const login = azure.getPersonalAccessTokenHandler(sim.token);
const web = new azure.WebApi(sim.url, login, { allowRetries: false });
const says = (code) => (error) => error.message.includes(code);
const patch = (...changes) => changes.map(([path, value]) => ({ op: "add", path, value }));
const names = (list) => list.map((one) => one.name);

const here = await tour.call("connect", () => web.connect(), (it) => it.authenticatedUser.id);
const stranger = new azure.WebApi(sim.url, azure.getPersonalAccessTokenHandler("wrong"));
await tour.refused("connect with a wrong token", () => stranger.connect(), (error) => error.statusCode === 401);
const locations = await tour.call("getLocationsApi", () => web.getLocationsApi());
await tour.call("getResourceAreas", () => locations.getResourceAreas(), (it) => !it?.length);
await tour.call("getConnectionData", () => locations.getConnectionData(), (it) => it.instanceId === here.instanceId);

const core = await tour.call("getCoreApi", () => web.getCoreApi());
await tour.call("getProjects", () => core.getProjects(), (it) => names(it).includes(project));
await tour.call("getProjects, a page", () => core.getProjects(undefined, 1, 0), (it) => it.length === 1);
const shown = await tour.call(
  "getProject", () => core.getProject(project, true), (it) => it.capabilities.processTemplate.templateTypeId);
await tour.call("getProject by id", () => core.getProject(shown.id), (it) => it.name === project);
await tour.call("getProject of none", () => core.getProject("no such project"), (it) => it === null);
const processes = await tour.call("getProcesses", () => core.getProcesses(), (it) => names(it).includes("Agile"));
await tour.call("getProcessById", () => core.getProcessById(processes[0].id), (it) => it.name === processes[0].name);
const teams = await tour.call("getTeams", () => core.getTeams(project), (it) => it[0].projectName === project);
await tour.call("getTeam", () => core.getTeam(project, teams[0].id), (it) => it.name === teams[0].name);
await tour.call("getAllTeams", () => core.getAllTeams(), (it) => it.some((team) => team.id === teams[0].id));
await tour.call(
  "getTeamMembersWithExtendedProperties",
  () => core.getTeamMembersWithExtendedProperties(project, teams[0].id),
  (it) => it[0].identity.uniqueName);

const wit = await tour.call("getWorkItemTrackingApi", () => web.getWorkItemTrackingApi());
await tour.call("getWorkItemTypes", () => wit.getWorkItemTypes(project), (it) => names(it).includes("Bug"));
await tour.call("getWorkItemType", () => wit.getWorkItemType(project, "User Story"), (it) => it.states.length > 2);
await tour.call(
  "getWorkItemTypeStates", () => wit.getWorkItemTypeStates(project, "Task"), (it) => it[0].category === "Proposed");
await tour.call(
  "getWorkItemTypeFieldsWithReferences",
  () => wit.getWorkItemTypeFieldsWithReferences(project, "Task", WorkItemTypeFieldsExpandLevel.AllowedValues),
  (it) => it.some((field) => field.allowedValues?.length > 1));
await tour.call(
  "getWorkItemTypeFieldWithReferences",
  () => wit.getWorkItemTypeFieldWithReferences(project, "Task", "System.Title"),
  (it) => it.alwaysRequired);
const categories = await tour.call(
  "getWorkItemTypeCategories", () => wit.getWorkItemTypeCategories(project), (it) => it[0].defaultWorkItemType);
await tour.call(
  "getWorkItemTypeCategory",
  () => wit.getWorkItemTypeCategory(project, categories[0].referenceName),
  (it) => it.name === categories[0].name);
await tour.call("getFields", () => wit.getFields(project), (it) => it.length > 30);
await tour.call("getField", () => wit.getField("System.Title"), (it) => it.type === tracking.FieldType.String);
await tour.refused("getField of none", () => wit.getField("No.Such"), says("TF51535"));
await tour.call("getRelationTypes", () => wit.getRelationTypes(), (it) => names(it).includes("Parent"));
await tour.call(
  "getRelationType", () => wit.getRelationType("System.LinkTypes.Related"), (it) => it.name === "Related");

await tour.call("getRootNodes", () => wit.getRootNodes(project, 5), (it) => it.length === 2);
const area = await tour.call(
  "createOrUpdateClassificationNode",
  () => wit.createOrUpdateClassificationNode({ name: "Toured" }, project, AREAS),
  (it) => it.structureType === tracking.TreeNodeStructureType.Area);
const days = { startDate: new Date("2026-01-05"), finishDate: new Date("2026-01-16") };
await tour.call(
  "createOrUpdateClassificationNode of an iteration",
  () => wit.createOrUpdateClassificationNode(
    { name: "Toured", attributes: days }, project, TreeStructureGroup.Iterations),
  (it) => it.attributes.startDate.startsWith("2026-01-05"));
await tour.call(
  "getClassificationNode",
  () => wit.getClassificationNode(project, AREAS, "Toured"),
  (it) => it.id === area.id);
await tour.call(
  "getClassificationNodes", () => wit.getClassificationNodes(project, [area.id]), (it) => it[0].name === "Toured");
await tour.call(
  "updateClassificationNode",
  () => wit.updateClassificationNode({ name: "Renamed" }, project, AREAS, "Toured"),
  (it) => it.name === "Renamed" && it.id === area.id);
const inner = await tour.call(
  "createOrUpdateClassificationNode inside",
  () => wit.createOrUpdateClassificationNode({ name: "Inner" }, project, AREAS, "Renamed"),
  (it) => it.path.endsWith("\\Renamed\\Inner"));
await tour.call(
  "createOrUpdateClassificationNode, a move",
  () => wit.createOrUpdateClassificationNode({ id: inner.id }, project, AREAS),
  (it) => it.id === inner.id && it.path.endsWith("\\Area\\Inner"));

const find = { query: "SELECT [System.Id] FROM WorkItems WHERE [System.TeamProject] = @project ORDER BY [System.Id]" };
const found = await tour.call(
  "queryByWiql", () => wit.queryByWiql(find, { project }, false, 20), (it) => it.workItems.length === 20);
const ids = found.workItems.map((one) => one.id);
await tour.refused(
  "queryByWiql with an unknown field",
  () => wit.queryByWiql({ query: "SELECT [System.Id] FROM WorkItems WHERE [No.Such] = 1" }),
  says("TF51005"));
const one = await tour.call(
  "getWorkItem",
  () => wit.getWorkItem(ids[0], undefined, undefined, WorkItemExpand.All),
  (it) => it.fields["System.Title"] && it._links.self.href);
await tour.call(
  "getWorkItem, some fields",
  () => wit.getWorkItem(ids[0], ["System.Title", "System.ChangedDate"]),
  (it) => Object.keys(it.fields).length === 2);
await tour.call(
  "getWorkItems", () => wit.getWorkItems(ids, ["System.Title"]), (it) => it.length === ids.length);
await tour.call(
  "getWorkItems, none left out",
  () => wit.getWorkItems([ids[0], 99999999], undefined, undefined, undefined, WorkItemErrorPolicy.Omit),
  (it) => it.length === 2 && it[1] === null);
await tour.call(
  "getWorkItemsBatch",
  () => wit.getWorkItemsBatch({ ids, $expand: WorkItemExpand.Relations, errorPolicy: WorkItemErrorPolicy.Omit }),
  (it) => it.some((item) => item.relations));
await tour.refused(
  "getWorkItemsBatch of too many",
  () => wit.getWorkItemsBatch({ ids: Array.from({ length: 201 }, (_, at) => at + 1) }),
  says("VS403474"));
await tour.call("getWorkItem of none", () => wit.getWorkItem(99999999), (it) => it === null);
await tour.call("getUpdates", () => wit.getUpdates(ids[0]), (it) => it[0].workItemId === ids[0]);
await tour.call("getUpdate", () => wit.getUpdate(ids[0], 1), (it) => it.id === 1 && it.workItemId === ids[0]);
await tour.call("getRevisions", () => wit.getRevisions(ids[0]), (it) => it.at(-1).rev === one.rev);
await tour.call("getRevision", () => wit.getRevision(ids[0], one.rev), (it) => it.rev === one.rev);
await tour.call(
  "readReportingRevisionsGet",
  () => wit.readReportingRevisionsGet(
    project, undefined, undefined, undefined, undefined, true, true, undefined, false,
    ReportingRevisionsExpand.Fields, false, 10),
  (it) => it.values.length === 10 && it.continuationToken && !it.isLastBatch);
await tour.call(
  "readReportingRevisionsPost",
  () => wit.readReportingRevisionsPost({ fields: ["System.Title"], includeLatestOnly: true }, project),
  (it) => it.values[0].fields["System.Title"]);
const feed = await tour.call(
  "getReportingLinksByLinkType",
  () => wit.getReportingLinksByLinkType(project, ["System.LinkTypes.Hierarchy"]),
  (it) => it.values[0].attributes.sourceId && it.isLastBatch);

const said = await tour.call(
  "addComment", () => wit.addComment({ text: "<p>Toured</p>" }, project, ids[0]), (it) => it.text === "<p>Toured</p>");
await tour.call(
  "getComments",
  () => wit.getComments(
    project, ids[0], 1, undefined, false, CommentExpandOptions.RenderedText, CommentSortOrder.Desc),
  (it) => it.comments.length === 1 && it.comments[0].id === said.id && it.comments[0].renderedText);
await tour.call("getComment", () => wit.getComment(project, ids[0], said.id), (it) => it.version === 1);
await tour.call(
  "getCommentsBatch", () => wit.getCommentsBatch(project, ids[0], [said.id]), (it) => it.comments.length === 1);
await tour.call(
  "updateComment",
  () => wit.updateComment({ text: "<p>Again</p>" }, project, ids[0], said.id),
  (it) => it.version === 2);
await tour.call(
  "getCommentVersions",
  () => wit.getCommentVersions(project, ids[0], said.id),
  (it) => it.some((version) => version.text === "<p>Toured</p>"));
await tour.call(
  "getCommentVersion", () => wit.getCommentVersion(project, ids[0], said.id, 1), (it) => it.version === 1);
await tour.call(
  "createCommentReaction",
  () => wit.createCommentReaction(project, ids[0], said.id, CommentReactionType.Heart),
  (it) => it.count === 1 && it.isCurrentUserEngaged);
await tour.call(
  "getCommentReactions", () => wit.getCommentReactions(project, ids[0], said.id), (it) => it[0].commentId === said.id);
await tour.call(
  "getEngagedUsers",
  () => wit.getEngagedUsers(project, ids[0], said.id, CommentReactionType.Heart),
  (it) => it[0].displayName);
await tour.call(
  "deleteCommentReaction",
  () => wit.deleteCommentReaction(project, ids[0], said.id, CommentReactionType.Heart),
  (it) => it.count === 0);
await tour.call("deleteComment", () => wit.deleteComment(project, ids[0], said.id));

const file = await tour.call(
  "createAttachment",
  () => wit.createAttachment({}, Readable.from([Buffer.from("toured")]), "tour.txt", "Simple", project),
  (it) => it.url.includes(it.id));
await tour.call(
  "getAttachmentContent",
  async () => bytes(await wit.getAttachmentContent(file.id, "tour.txt", project)),
  (it) => it.toString() === "toured");
const made = await tour.call(
  "createWorkItem",
  () => wit.createWorkItem(
    {}, patch(["/fields/System.Title", "Toured"], ["/fields/System.Tags", "toured; b"]), project, "Task"),
  (it) => it.rev === 1 && it.fields["System.State"] === "New");
await tour.call(
  "createWorkItem, only looked at",
  () => wit.createWorkItem({}, patch(["/fields/System.Title", "Not made"]), project, "Task", true),
  (it) => it.fields["System.Title"] === "Not made");
// This client makes nothing of every 404.
await tour.call(
  "createWorkItem of no type",
  () => wit.createWorkItem({}, patch(["/fields/System.Title", "x"]), project, "No such type"),
  (it) => it === null);
await tour.refused(
  "createWorkItem without a title", () => wit.createWorkItem({}, patch(["/fields/System.Tags", "x"]), project, "Task"),
  says("TF401320"));
await tour.call(
  "updateWorkItem",
  () => wit.updateWorkItem({}, patch(["/fields/System.State", "Active"]), made.id, project),
  (it) => it.rev === 2 && it.fields["Microsoft.VSTS.Common.StateChangeDate"]);
await tour.refused(
  "updateWorkItem of an old revision",
  () => wit.updateWorkItem({}, [{ op: "test", path: "/rev", value: 1 }], made.id),
  says("TF26071"));
await tour.refused(
  "updateWorkItem against a rule",
  () => wit.updateWorkItem({}, patch(["/fields/System.State", "No such state"]), made.id),
  says("TF401320"));
const attach = { rel: "AttachedFile", url: file.url, attributes: { comment: "a file" } };
await tour.call(
  "updateWorkItem with a file",
  () => wit.updateWorkItem({}, patch(["/relations/-", attach]), made.id, project, false, false, false,
    WorkItemExpand.Relations),
  (it) => it.relations[0].attributes.name === "tour.txt");
const tied = await tour.call(
  "updateWorkItem with a parent",
  () => wit.updateWorkItem(
    {}, patch(["/relations/-", { rel: "System.LinkTypes.Hierarchy-Reverse", url: one.url }]), made.id, project,
    false, false, false, WorkItemExpand.All),
  (it) => it.relations.length === 2 && it.fields["System.Parent"] === ids[0]);
const parent = tied.relations.findIndex((one) => one.rel === "System.LinkTypes.Hierarchy-Reverse");
await tour.call(
  "updateWorkItem, a link taken away",
  () => wit.updateWorkItem({}, [{ op: "remove", path: `/relations/${parent}` }], made.id, project, false, false, false,
    WorkItemExpand.Relations),
  (it) => it.relations.length === 1);
await tour.call(
  "getReportingLinksByLinkType, what came since",
  () => wit.getReportingLinksByLinkType(project, undefined, undefined, feed.continuationToken),
  (it) => it.values.some((link) => link.attributes.targetId === made.id && !link.attributes.isActive));
await tour.call(
  "updateWorkItem as another, at another time",
  () => wit.updateWorkItem(
    {}, patch(["/fields/System.ChangedBy", one.fields["System.CreatedBy"].uniqueName],
      ["/fields/System.History", "Toured"]), made.id, project, false, true, true),
  (it) => it.fields["System.ChangedBy"].uniqueName === one.fields["System.CreatedBy"].uniqueName);
await tour.call("getUpdates, a page", () => wit.getUpdates(made.id, 1, 1), (it) => it.length === 1 && it[0].id === 2);
const tags = await tour.call("getTags", () => wit.getTags(project), (it) => names(it).includes("toured"));
await tour.call("getTag", () => wit.getTag(project, "toured"), (it) => it.id);
await tour.call(
  "updateTag", () => wit.updateTag({ name: "renamed" }, project, "toured"), (it) => it.name === "renamed");
await tour.call(
  "getWorkItem with a renamed tag", () => wit.getWorkItem(made.id), (it) => it.fields["System.Tags"].includes("renamed"));
await tour.call("deleteTag", () => wit.deleteTag(project, tags.find((tag) => tag.name === "b").id));
await tour.call("deleteWorkItem", () => wit.deleteWorkItem(made.id, project), (it) => it.id === made.id);
await tour.call("getWorkItem that was deleted", () => wit.getWorkItem(made.id), (it) => it === null);
await tour.call(
  "getDeletedWorkItemShallowReferences",
  () => wit.getDeletedWorkItemShallowReferences(project),
  (it) => it.some((gone) => gone.id === made.id));
await tour.call(
  "getDeletedWorkItems", () => wit.getDeletedWorkItems([made.id], project), (it) => it[0].name === "Toured");
await tour.call(
  "getDeletedWorkItem", () => wit.getDeletedWorkItem(made.id, project), (it) => it.type === "Task");
await tour.call(
  "restoreWorkItem", () => wit.restoreWorkItem({ isDeleted: false }, made.id, project), (it) => it.id === made.id);
await tour.call("getWorkItem that came back", () => wit.getWorkItem(made.id), (it) => it.id === made.id);
await tour.call("deleteWorkItem again", () => wit.deleteWorkItem(made.id, project));
await tour.call("destroyWorkItem", () => wit.destroyWorkItem(made.id, project));
await tour.call(
  "deleteClassificationNode",
  () => wit.deleteClassificationNode(project, AREAS, "Renamed", inner.id));
await tour.call(
  "getClassificationNode that is gone",
  () => wit.getClassificationNode(project, AREAS, "Renamed"), (it) => it === null);

const work = await tour.call("getWorkApi", () => web.getWorkApi());
const team = { project, team: teams[0].name };
await tour.call("getTeamSettings", () => work.getTeamSettings(team), (it) => it.backlogIteration.id);
await tour.call("getTeamFieldValues", () => work.getTeamFieldValues(team), (it) => it.defaultValue.startsWith(project));
const iterations = await tour.call("getTeamIterations", () => work.getTeamIterations(team), (it) => it[0].path);
await tour.call(
  "getTeamIteration", () => work.getTeamIteration(team, iterations[0].id), (it) => it.name === iterations[0].name);
const sprint = await tour.call(
  "getClassificationNode of an iteration",
  () => wit.getClassificationNode(project, TreeStructureGroup.Iterations, "Toured"), (it) => it.identifier);
await tour.call(
  "postTeamIteration", () => work.postTeamIteration({ id: sprint.identifier }, team), (it) => it.name === "Toured");
await tour.call(
  "getIterationWorkItems",
  () => work.getIterationWorkItems(team, iterations[0].id),
  (it) => Array.isArray(it.workItemRelations));
await tour.call("deleteTeamIteration", () => work.deleteTeamIteration(team, sprint.identifier));
await tour.call(
  "getTeamIterations after that",
  () => work.getTeamIterations(team), (it) => !it.some((one) => one.id === sprint.identifier));
