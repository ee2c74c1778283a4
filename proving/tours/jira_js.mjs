// The client `jira.js`, unmodified, against the simulated site: each answer is held against its schema.

import { createAgileClient, createCloudClient, isApiError, isAuthError, isNotFoundError } from "jira.js";
import { createClient } from "jira.js/core";

import { Tour, installed, told } from "./tour.mjs";

const sim = told();
const key = sim.project;
const tour = new Tour(installed("jira.js"));
const login = (apiToken) => createClient({
  host: sim.url, auth: { type: "basic", email: sim.email, apiToken }, onSchemaMismatch: "throw",
});
const client = login(sim.token);
const jira = createCloudClient(client);
const agile = createAgileClient(client);
const paragraph = (text) => ({ type: "paragraph", content: [{ type: "text", text }] });
const doc = (text) => ({ type: "doc", version: 1, content: [paragraph(text)] });
const names = (list) => list.map((one) => one.name);

await tour.call("getServerInfo", () => jira.serverInfo.getServerInfo(), (it) => it.deploymentType === "Cloud");
const me = await tour.call("getCurrentUser", () => jira.myself.getCurrentUser(), (it) => it.accountId);
await tour.refused(
  "getCurrentUser with a wrong token",
  () => createCloudClient(login("wrong")).myself.getCurrentUser(), isAuthError);
await tour.call(
  "getMyPermissions",
  () => jira.permissions.getMyPermissions({ projectKey: key, permissions: "BROWSE_PROJECTS,CREATE_ISSUES" }),
  (it) => it.permissions.CREATE_ISSUES.havePermission);
await tour.call("getConfiguration", () => jira.jiraSettings.getConfiguration(), (it) => it.attachmentsEnabled);
await tour.call("getAllUsers", () => jira.users.getAllUsers({ maxResults: 5 }), (it) => it.length > 1);
await tour.call("getUser", () => jira.users.getUser({ accountId: me.accountId }), (it) => it.displayName);
await tour.call("findUsers", () => jira.userSearch.findUsers({ query: "a" }), (it) => it[0].accountId);
await tour.call(
  "findAssignableUsers", () => jira.userSearch.findAssignableUsers({ project: key }), (it) => it[0].accountId);

await tour.call("searchProjects", () => jira.projects.searchProjects(), (it) => it.values[0].key === key);
const project = await tour.call(
  "getProject", () => jira.projects.getProject({ projectIdOrKey: key }), (it) => it.issueTypes.length > 2);
await tour.refused(
  "getProject of none", () => jira.projects.getProject({ projectIdOrKey: "NOSUCH" }), isNotFoundError);
await tour.call(
  "getAllStatuses",
  () => jira.projects.getAllStatuses({ projectIdOrKey: key }),
  (it) => it[0].statuses[0].statusCategory.key);
await tour.call(
  "getHierarchy", () => jira.projects.getHierarchy({ projectId: Number(project.id) }), (it) => it.hierarchy.length > 1);
await tour.call("getIssueAllTypes", () => jira.issueTypes.getIssueAllTypes(), (it) => names(it).includes("Bug"));
await tour.call(
  "getIssueType", () => jira.issueTypes.getIssueType({ id: project.issueTypes[0].id }), (it) => it.name);
await tour.call("getStatuses", () => jira.workflowStatuses.getStatuses(), (it) => names(it).includes("Done"));
await tour.call("getStatus", () => jira.workflowStatuses.getStatus({ idOrName: "Done" }), (it) => it.name === "Done");
await tour.call(
  "status.search", () => jira.status.search({}), (it) => it.values.some((one) => one.statusCategory === "DONE"));
const priorities = await tour.call(
  "searchPriorities", () => jira.issuePriorities.searchPriorities(), (it) => names(it.values).includes("High"));
await tour.call(
  "getPriority", () => jira.issuePriorities.getPriority({ id: priorities.values[0].id }), (it) => it.name);
await tour.call("getResolution", () => jira.issueResolutions.getResolution({ id: "10000" }), (it) => it.name);
await tour.call("getFields", () => jira.issueFields.getFields(), (it) => it.some((field) => field.id === "summary"));
const fields = await tour.call(
  "getFieldsPaginated",
  () => jira.issueFields.getFieldsPaginated({ type: ["custom"], maxResults: 100 }), (it) => it.values[0].schema);
const choice = fields?.values.find((field) => field.schema.custom?.endsWith(":select"));
const contexts = await tour.call(
  "getContextsForField",
  () => jira.issueCustomFieldContexts.getContextsForField({ fieldId: choice.id }), (it) => it.values[0].id);
const context = { fieldId: choice?.id, contextId: Number(contexts?.values[0].id) };
await tour.call(
  "createCustomFieldOption",
  () => jira.issueCustomFieldOptions.createCustomFieldOption({ ...context, options: [{ value: "Toured" }] }),
  (it) => it.options[0].value === "Toured");
await tour.call(
  "getOptionsForContext",
  () => jira.issueCustomFieldOptions.getOptionsForContext(context),
  (it) => it.values.some((option) => option.value === "Toured"));
await tour.call(
  "getCreateIssueMetaIssueTypes",
  () => jira.issues.getCreateIssueMetaIssueTypes({ projectIdOrKey: key }), (it) => it.issueTypes.length > 2);
const task = project.issueTypes.find((one) => one.name === "Task");
await tour.call(
  "getCreateIssueMetaIssueTypeId",
  () => jira.issues.getCreateIssueMetaIssueTypeId({ projectIdOrKey: key, issueTypeId: task.id }),
  (it) => it.fields.some((field) => field.required));

const component = await tour.call(
  "createComponent",
  () => jira.projectComponents.createComponent({ project: key, name: "Toured" }), (it) => it.id);
await tour.call(
  "updateComponent",
  () => jira.projectComponents.updateComponent({ id: component.id, body: { description: "Again" } }),
  (it) => it.description === "Again");
await tour.call(
  "getComponent", () => jira.projectComponents.getComponent({ id: component.id }), (it) => it.project === key);
await tour.call(
  "getProjectComponents",
  () => jira.projectComponents.getProjectComponents({ projectIdOrKey: key }), (it) => names(it).includes("Toured"));
await tour.call(
  "getProjectComponentsPaginated",
  () => jira.projectComponents.getProjectComponentsPaginated({ projectIdOrKey: key, query: "Tour" }),
  (it) => it.values[0].name === "Toured");
const release = await tour.call(
  "createVersion",
  () => jira.projectVersions.createVersion({ projectId: Number(project.id), name: "9.9", releaseDate: "2026-12-01" }),
  (it) => it.releaseDate === "2026-12-01");
await tour.call(
  "updateVersion", () => jira.projectVersions.updateVersion({ id: release.id, body: { released: true } }), (it) => it.released);
await tour.call("getVersion", () => jira.projectVersions.getVersion({ id: release.id }), (it) => it.name === "9.9");
await tour.call(
  "getProjectVersions",
  () => jira.projectVersions.getProjectVersions({ projectIdOrKey: key }), (it) => names(it).includes("9.9"));
await tour.call(
  "getProjectVersionsPaginated",
  () => jira.projectVersions.getProjectVersionsPaginated({ projectIdOrKey: key }), (it) => it.values.length > 0);

const issue = (summary, more = {}) => ({
  fields: { project: { key }, issuetype: { name: "Task" }, summary, ...more },
});
const first = await tour.call(
  "createIssue",
  () => jira.issues.createIssue(issue("Toured", {
    description: doc("A toured issue."), labels: ["tour"], components: [{ id: component.id }],
    fixVersions: [{ id: release.id }], priority: { name: "High" }, assignee: { accountId: me.accountId },
  })),
  (it) => it.key.startsWith(`${key}-`));
const second = await tour.call(
  "createIssue with wiki markup",
  () => jira.issues.createIssue(issue("Second", { description: "h2. Heading\n\n*bold*" })), (it) => it.id);
await tour.call(
  "createIssues",
  () => jira.issues.createIssues({ issueUpdates: [issue("Third"), issue(""), issue("Fourth")] }),
  (it) => it.issues.length === 2 && it.errors[0].failedElementNumber === 1);
await tour.refused(
  "createIssue without a summary", () => jira.issues.createIssue(issue("")), (error) => error.status === 400);
await tour.call(
  "getIssue",
  () => jira.issues.getIssue({ issueIdOrKey: first.key }),
  (it) => it.fields.summary === "Toured" && it.fields.description.type === "doc");
await tour.call(
  "getIssue, expanded",
  () => jira.issues.getIssue({
    issueIdOrKey: first.key, expand: "changelog,names,schema,transitions,editmeta",
  }),
  (it) => it.names.summary && it.transitions.length > 0 && it.changelog && it.editmeta.fields.summary);
await tour.call(
  "getIssue of wiki markup",
  () => jira.issues.getIssue({ issueIdOrKey: second.key }),
  (it) => it.fields.description.content[0].type === "heading");
await tour.refused(
  "getIssue of none", () => jira.issues.getIssue({ issueIdOrKey: `${key}-999999` }), isNotFoundError);
await tour.call(
  "editIssue",
  () => jira.issues.editIssue({
    issueIdOrKey: first.key, notifyUsers: false, fields: { summary: "Toured again" },
    update: { labels: [{ add: "second" }] },
  }));
await tour.call(
  "editIssue, given back",
  () => jira.issues.editIssue({ issueIdOrKey: first.key, returnIssue: true, fields: { duedate: "2026-12-24" } }),
  (it) => it.fields.duedate === "2026-12-24");
await tour.call(
  "getEditIssueMeta", () => jira.issues.getEditIssueMeta({ issueIdOrKey: first.key }), (it) => it.fields.summary);
await tour.call(
  "assignIssue", () => jira.issues.assignIssue({ issueIdOrKey: first.key, accountId: null }));
await tour.call(
  "getIssue that nobody has",
  () => jira.issues.getIssue({ issueIdOrKey: first.key, fields: ["assignee"] }), (it) => it.fields.assignee === null);
await tour.call(
  "bulkFetchIssues",
  () => jira.issues.bulkFetchIssues({ issueIdsOrKeys: [first.key, second.id, "NO-1"], fields: ["summary"] }),
  (it) => it.issues.length === 2 && it.issueErrors);
await tour.call(
  "getChangeLogs",
  () => jira.issues.getChangeLogs({ issueIdOrKey: first.key }),
  (it) => it.values[0].items.some((item) => item.fieldId === "summary"));
await tour.call(
  "getBulkChangelogs",
  () => jira.issues.getBulkChangelogs({ issueIdsOrKeys: [first.id] }),
  (it) => it.issueChangeLogs[0].changeHistories.length > 0);
const steps = await tour.call(
  "getTransitions",
  () => jira.issues.getTransitions({ issueIdOrKey: first.key, expand: "transitions.fields" }),
  (it) => names(it.transitions).includes("Start work"));
const start = steps.transitions.find((step) => step.name === "Start work");
await tour.call(
  "doTransition", () => jira.issues.doTransition({ issueIdOrKey: first.key, transition: { id: start.id } }));
await tour.refused(
  "doTransition of none",
  () => jira.issues.doTransition({ issueIdOrKey: first.key, transition: { id: "9999" } }),
  (error) => error.status === 400);

await tour.call(
  "searchAndReconsileIssuesUsingJql",
  () => jira.issueSearch.searchAndReconsileIssuesUsingJql({ jql: `project = ${key}`, maxResults: 5 }),
  (it) => it.issues.length === 5 && it.nextPageToken);
const page = { jql: `project = ${key} ORDER BY key`, maxResults: 7, fields: ["*all"] };
let seen = 0;
let turned = 0;
await tour.call(
  "searchAndReconsileIssuesUsingJqlPost, to the last page",
  async () => {
    let answer;
    do {
      const nextPageToken = answer?.nextPageToken;
      answer = await jira.issueSearch.searchAndReconsileIssuesUsingJqlPost({ ...page, nextPageToken });
      seen += answer.issues.length;
      turned += 1;
    } while (answer.nextPageToken);
    return answer;
  },
  (it) => it.isLast && seen > 40 && turned > 5);
await tour.call(
  "searchAndReconsileIssuesUsingJqlPost of what was just written",
  () => jira.issueSearch.searchAndReconsileIssuesUsingJqlPost({
    jql: `key = ${first.key}`, reconcileIssues: [Number(first.id)], fields: ["summary"],
  }),
  (it) => it.issues[0].fields.summary === "Toured again");
await tour.refused(
  "searchAndReconsileIssuesUsingJqlPost without a bound",
  () => jira.issueSearch.searchAndReconsileIssuesUsingJqlPost({ jql: "ORDER BY key" }),
  (error) => isApiError(error) && error.status === 400);
await tour.call(
  "countIssues", () => jira.issueSearch.countIssues({ jql: `project = ${key}` }), (it) => it.count === seen);
await tour.call(
  "matchIssues",
  () => jira.issueSearch.matchIssues({ issueIds: [Number(first.id)], jqls: [`project = ${key}`, "summary ~ no"] }),
  (it) => it.matches[0].matchedIssues.length === 1 && it.matches[1].matchedIssues.length === 0);
await tour.call("getAllLabels", () => jira.labels.getAllLabels(), (it) => it.values.includes("tour"));

const said = await tour.call(
  "addComment",
  () => jira.issueComments.addComment({ issueIdOrKey: first.key, body: doc("Said so") }),
  (it) => it.author.accountId === me.accountId);
await tour.call(
  "addComment with wiki markup",
  () => jira.issueComments.addComment({ issueIdOrKey: first.key, body: "Said *so*" }),
  (it) => it.body.content[0].content[1].marks[0].type === "strong");
await tour.call(
  "getComments",
  () => jira.issueComments.getComments({ issueIdOrKey: first.key, orderBy: "-created", maxResults: 1 }),
  (it) => it.total === 2 && it.comments.length === 1);
await tour.call(
  "getComment", () => jira.issueComments.getComment({ issueIdOrKey: first.key, id: said.id }), (it) => it.body.type);
await tour.call(
  "getCommentsByIds",
  () => jira.issueComments.getCommentsByIds({ ids: [Number(said.id)] }), (it) => it.values[0].id === said.id);
await tour.call(
  "updateComment",
  () => jira.issueComments.updateComment({
    issueIdOrKey: first.key, id: said.id, body: { body: doc("Otherwise") },
  }),
  (it) => it.body.content[0].content[0].text === "Otherwise");
await tour.call(
  "setCommentProperty",
  () => jira.issueCommentProperties.setCommentProperty({ commentId: said.id, propertyKey: "tour", body: { a: 1 } }));
await tour.call(
  "getCommentProperty",
  () => jira.issueCommentProperties.getCommentProperty({ commentId: said.id, propertyKey: "tour" }),
  (it) => it.value.a === 1);
await tour.call(
  "deleteComment", () => jira.issueComments.deleteComment({ issueIdOrKey: first.key, id: said.id }));
const worked = await tour.call(
  "addWorklog",
  () => jira.issueWorklogs.addWorklog({
    issueIdOrKey: first.key, timeSpentSeconds: 3600, started: "2026-01-17T12:34:00.000+0000",
    comment: doc("Worked"), adjustEstimate: "leave", notifyUsers: false,
  }),
  (it) => it.timeSpentSeconds === 3600 && it.timeSpent === "1h");
await tour.call(
  "getIssueWorklog",
  () => jira.issueWorklogs.getIssueWorklog({ issueIdOrKey: first.key }), (it) => it.worklogs[0].id === worked.id);
await tour.call(
  "getWorklog",
  () => jira.issueWorklogs.getWorklog({ issueIdOrKey: first.key, id: worked.id }), (it) => it.issueId === first.id);
await tour.call(
  "updateWorklog",
  () => jira.issueWorklogs.updateWorklog({ issueIdOrKey: first.key, id: worked.id, body: { timeSpent: "2h" } }),
  (it) => it.timeSpentSeconds === 7200);
await tour.call(
  "getIdsOfWorklogsModifiedSince",
  () => jira.issueWorklogs.getIdsOfWorklogsModifiedSince(),
  (it) => it.values.some((one) => String(one.worklogId) === worked.id));
await tour.call(
  "getWorklogsForIds",
  () => jira.issueWorklogs.getWorklogsForIds({ ids: [Number(worked.id)] }), (it) => it[0].id === worked.id);
await tour.call(
  "deleteWorklog", () => jira.issueWorklogs.deleteWorklog({ issueIdOrKey: first.key, id: worked.id }));

const [file] = await tour.call(
  "addAttachment",
  () => jira.issueAttachments.addAttachment({
    issueIdOrKey: first.key, attachments: { filename: "tour.txt", content: new Blob(["toured"], { type: "text/plain" }) },
  }),
  (it) => it[0].size === 6 && it[0].filename === "tour.txt");
await tour.call(
  "getAttachment", () => jira.issueAttachments.getAttachment({ id: file.id }), (it) => it.mimeType === "text/plain");
await tour.call(
  "getAttachmentContent",
  () => jira.issueAttachments.getAttachmentContent({ id: file.id }),
  (it) => Buffer.from(it).toString() === "toured");
await tour.call(
  "getAttachmentContent, not over a redirect",
  () => jira.issueAttachments.getAttachmentContent({ id: file.id, redirect: false }),
  (it) => Buffer.from(it).toString() === "toured");
await tour.call("getAttachmentMeta", () => jira.issueAttachments.getAttachmentMeta(), (it) => it.uploadLimit > 0);
await tour.call("removeAttachment", () => jira.issueAttachments.removeAttachment({ id: file.id }));
await tour.refused("getAttachment of none", () => jira.issueAttachments.getAttachment({ id: file.id }), isNotFoundError);

const kinds = await tour.call(
  "getIssueLinkTypes", () => jira.issueLinkTypes.getIssueLinkTypes(), (it) => names(it.issueLinkTypes).includes("Blocks"));
await tour.call(
  "getIssueLinkType",
  () => jira.issueLinkTypes.getIssueLinkType({ issueLinkTypeId: kinds.issueLinkTypes[0].id }), (it) => it.inward);
await tour.call(
  "linkIssues",
  () => jira.issueLinks.linkIssues({
    type: { name: "Blocks" }, inwardIssue: { key: first.key }, outwardIssue: { key: second.key },
  }));
const linked = await tour.call(
  "getIssue with a link",
  () => jira.issues.getIssue({ issueIdOrKey: first.key, fields: ["issuelinks"] }),
  (it) => it.fields.issuelinks[0].outwardIssue.key === second.key);
const link = linked.fields.issuelinks[0].id;
await tour.call(
  "getIssueLink", () => jira.issueLinks.getIssueLink({ linkId: link }), (it) => it.inwardIssue.key === first.key);
await tour.call("deleteIssueLink", () => jira.issueLinks.deleteIssueLink({ linkId: link }));
const object = { url: "https://example.org/tour", title: "A page" };
await tour.call(
  "createOrUpdateRemoteIssueLink",
  () => jira.issueRemoteLinks.createOrUpdateRemoteIssueLink({ issueIdOrKey: first.key, globalId: "tour", object }),
  (it) => it.id);
const remote = await tour.call(
  "getRemoteIssueLinks",
  () => jira.issueRemoteLinks.getRemoteIssueLinks({ issueIdOrKey: first.key }), (it) => it[0].object.title === "A page");
await tour.call(
  "getRemoteIssueLinkById",
  () => jira.issueRemoteLinks.getRemoteIssueLinkById({ issueIdOrKey: first.key, linkId: String(remote[0].id) }),
  (it) => it.globalId === "tour");
await tour.call(
  "updateRemoteIssueLink",
  () => jira.issueRemoteLinks.updateRemoteIssueLink({
    issueIdOrKey: first.key, linkId: String(remote[0].id), globalId: "tour", object,
  }));
await tour.call(
  "deleteRemoteIssueLinkByGlobalId",
  () => jira.issueRemoteLinks.deleteRemoteIssueLinkByGlobalId({ issueIdOrKey: first.key, globalId: "tour" }));
await tour.call(
  "addWatcher", () => jira.issueWatchers.addWatcher({ issueIdOrKey: first.key, body: me.accountId }));
await tour.call(
  "getIssueWatchers",
  () => jira.issueWatchers.getIssueWatchers({ issueIdOrKey: first.key }), (it) => it.watchers[0].accountId);
await tour.call(
  "removeWatcher", () => jira.issueWatchers.removeWatcher({ issueIdOrKey: first.key, accountId: me.accountId }));
await tour.call(
  "setIssueProperty",
  () => jira.issueProperties.setIssueProperty({ issueIdOrKey: first.key, propertyKey: "tour", body: { a: 1 } }));
await tour.call(
  "getIssueProperty",
  () => jira.issueProperties.getIssueProperty({ issueIdOrKey: first.key, propertyKey: "tour" }), (it) => it.value.a === 1);
await tour.call(
  "getIssuePropertyKeys",
  () => jira.issueProperties.getIssuePropertyKeys({ issueIdOrKey: first.key }), (it) => it.keys[0].key === "tour");
await tour.call(
  "deleteIssueProperty",
  () => jira.issueProperties.deleteIssueProperty({ issueIdOrKey: first.key, propertyKey: "tour" }));
const moved = await tour.call(
  "submitBulkTransition",
  () => jira.issueBulkOperations.submitBulkTransition({
    bulkTransitionInputs: [{ selectedIssueIdsOrKeys: [second.key], transitionId: start.id }],
    sendBulkNotification: false,
  }),
  (it) => it.taskId);
const progress = async () => {
  let answer;
  do {
    answer = await jira.issueBulkOperations.getBulkOperationProgress({ taskId: moved.taskId });
  } while (["ENQUEUED", "RUNNING"].includes(answer.status));
  return answer;
};
await tour.call("getBulkOperationProgress", progress, (it) => it.status === "COMPLETE");

const boards = await tour.call(
  "getAllBoards", () => agile.board.getAllBoards({ projectKeyOrId: key }), (it) => it.values[0].type === "scrum");
const boardId = boards.values[0].id;
await tour.call("getBoard", () => agile.board.getBoard({ boardId }), (it) => it.name);
await tour.call("getConfiguration of a board", () => agile.board.getConfiguration({ boardId }), (it) => it.columnConfig);
const sprint = await tour.call(
  "createSprint",
  () => agile.sprint.createSprint({ name: "Toured", originBoardId: boardId, goal: "See" }), (it) => it.state === "future");
await tour.call(
  "moveIssuesToSprintAndRank",
  () => agile.sprint.moveIssuesToSprintAndRank({ sprintId: sprint.id, issues: [first.key, second.key] }));
await tour.call("getSprint", () => agile.sprint.getSprint({ sprintId: sprint.id }), (it) => it.goal === "See");
await tour.call(
  "partiallyUpdateSprint",
  () => agile.sprint.partiallyUpdateSprint({
    sprintId: sprint.id, state: "active", startDate: "2026-01-05T09:00:00.000Z", endDate: "2026-01-16T17:00:00.000Z",
  }),
  (it) => it.state === "active");
await tour.call(
  "getAllSprints",
  () => agile.board.getAllSprints({ boardId, state: "active" }), (it) => names(it.values).includes("Toured"));
await tour.call(
  "getIssuesForSprint",
  () => agile.sprint.getIssuesForSprint({ sprintId: sprint.id, fields: ["summary"] }), (it) => it.issues.length === 2);
await tour.call(
  "getIssuesForBoard",
  () => agile.board.getIssuesForBoard({ boardId, maxResults: 5, fields: ["summary"] }), (it) => it.issues.length === 5);
await tour.call(
  "getIssuesForBacklog",
  () => agile.board.getIssuesForBacklog({ boardId, maxResults: 5 }), (it) => it.issues.length === 5);
await tour.call(
  "rankIssues", () => agile.issue.rankIssues({ issues: [first.key], rankAfterIssue: second.key }));
await tour.call("moveIssuesToBacklog", () => agile.backlog.moveIssuesToBacklog({ issues: [second.key] }));
await tour.call("deleteSprint", () => agile.sprint.deleteSprint({ sprintId: sprint.id }));
await tour.call("deleteIssue", () => jira.issues.deleteIssue({ issueIdOrKey: second.key }));
await tour.call("deleteVersion", () => jira.projectVersions.deleteAndReplaceVersion({ id: release.id }));
await tour.call("deleteComponent", () => jira.projectComponents.deleteComponent({ id: component.id }));
