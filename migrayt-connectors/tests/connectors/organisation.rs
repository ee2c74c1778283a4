//! A simulated organisation, and sources that read it.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures_util::TryStreamExt as _;
use migrayt_connectors::azure_devops::{AzureDevOps, Settings};
use migrayt_connectors::http::{BasicCredential, ClientParts};
use migrayt_core::Result;
use migrayt_core::item::Item;
use migrayt_core::port::{ReadPlan, ReadView, Source as _, Wire};
use migrayt_testkit::fault::Faulty;
use migrayt_testkit::sim::azure_devops::AzureDevOps as Simulated;
use migrayt_testkit::wire::InProcess;
use serde_json::{Value as Json, json};

use crate::chance::Counting;
use crate::clock::SimClock;

pub(crate) const TOKEN: &str = "azure-devops-token";
pub(crate) const PROJECT: &str = "Shop";
pub(crate) const URL: &str = "https://dev.azure.com/fabrikam";

/// The picture that stands in a text, which no relation names.
pub(crate) const PICTURE: &str = "0a1b2c3d-0000-4000-8000-000000000001";
/// The file that is attached.
pub(crate) const FILE: &str = "0a1b2c3d-0000-4000-8000-000000000002";

/// A simulated organisation with faults, and the time that it lives in.
#[derive(Debug)]
pub(crate) struct Organisation {
    pub(crate) simulator: Arc<Faulty<Simulated>>,
    pub(crate) clock: Arc<SimClock>,
}

impl Organisation {
    pub(crate) fn new(items: Vec<Json>) -> Self {
        Self::of(Simulated::new("fabrikam", PROJECT, TOKEN), items)
    }

    pub(crate) fn of(simulated: Simulated, items: Vec<Json>) -> Self {
        simulated.load(items).unwrap();
        Self { simulator: Arc::new(Faulty::new(simulated)), clock: Arc::default() }
    }

    pub(crate) fn wire(&self) -> Arc<dyn Wire> {
        Arc::new(InProcess::new(self.simulator.clone(), self.clock.clone()))
    }

    pub(crate) fn parts(&self, wire: Arc<dyn Wire>, token: &str) -> ClientParts {
        let credential = Arc::new(BasicCredential::new("", &token.to_owned().into()));
        ClientParts::new(wire, credential, self.clock.clone(), Arc::new(Counting::default()))
    }

    /// A source over the in-process wire.
    pub(crate) fn source(&self) -> AzureDevOps {
        self.source_with(&Settings::new(URL, PROJECT), TOKEN)
    }

    pub(crate) fn source_with(&self, settings: &Settings, token: &str) -> AzureDevOps {
        AzureDevOps::new(settings, self.parts(self.wire(), token)).unwrap()
    }
}

/// Settings with small pages, so that a few items make several.
pub(crate) fn small_pages(url: &str) -> Settings {
    let mut settings = Settings::new(url, PROJECT);
    settings.page = 2;
    settings.window = 3;
    settings
}

pub(crate) async fn read(source: &AzureDevOps) -> Result<Vec<Item>> {
    let pages: Vec<_> = source.read(ReadPlan::all(ReadView::Full)).try_collect().await?;
    Ok(pages.into_iter().flat_map(|page| page.items).collect())
}

/// A plain item.
pub(crate) fn item(id: u64, fields: &Json) -> Json {
    let mut all = json!({
        "System.TeamProject": PROJECT,
        "System.WorkItemType": "Task",
        "System.State": "New",
        "System.Title": format!("Item {id}"),
    });
    let more = fields.as_object().cloned().unwrap_or_default();
    all.as_object_mut().unwrap().extend(more);
    json!({ "id": id, "rev": 1, "fields": all })
}

/// Plain items with these ids.
pub(crate) fn items(ids: impl IntoIterator<Item = u64>) -> Vec<Json> {
    ids.into_iter().map(|id| item(id, &json!({}))).collect()
}

/// Seven items with everything that an item can have.
pub(crate) fn varied() -> Vec<Json> {
    let wit = format!("{URL}/_apis/wit");
    let person = json!({ "displayName": "Jamal Hartnett", "uniqueName": "jamal@fabrikam.example" });
    let mut all = items([1, 2, 3, 5, 8, 13, 21]);
    all[0] = item(1, &json!({ "System.WorkItemType": "Epic", "System.AssignedTo": person }));
    all[1] = item(
        2,
        &json!({
            "System.WorkItemType": "User Story",
            "System.State": "Active",
            "System.Description": format!(
                "<p>See <img alt=\"chart.png\" src=\"{wit}/attachments/{PICTURE}?fileName=chart.png\"></p>"
            ),
            "System.Tags": "web; shop front",
            "System.AreaPath": "Shop\\Web",
            "System.IterationPath": "Shop\\Sprint 1",
            "Microsoft.VSTS.Scheduling.StoryPoints": 3.0,
            "Microsoft.VSTS.Common.Priority": 2,
            "System.CreatedDate": "2026-03-31T18:36:26.23Z",
            "System.ClosedBy": person,
        }),
    );
    all[1]["relations"] = json!([
        { "rel": "System.LinkTypes.Hierarchy-Reverse", "url": format!("{wit}/workItems/1") },
        { "rel": "System.LinkTypes.Dependency-Forward", "url": format!("{wit}/workItems/3") },
        { "rel": "Hyperlink", "url": "https://example.org/page", "attributes": { "comment": "see" } },
        { "rel": "AttachedFile", "url": format!("{wit}/attachments/{FILE}"),
          "attributes": { "name": "notes.txt", "resourceSize": 5 } },
    ]);
    all[1]["attachments"] = json!([
        { "id": PICTURE, "name": "chart.png", "base64": STANDARD.encode(b"a picture") },
        { "id": FILE, "name": "notes.txt", "base64": STANDARD.encode(b"notes") },
    ]);
    all[2]["comments"] = json!([
        { "text": "<p>Second</p>", "createdDate": "2026-04-02T10:00:00Z", "createdBy": person },
        { "text": "First, *in Markdown*", "format": "markdown",
          "createdDate": "2026-04-01T10:00:00Z", "createdBy": person },
    ]);
    all
}
