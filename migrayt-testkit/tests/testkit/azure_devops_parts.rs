//! Teams, nodes, tags, reactions, the recycle bin, the feed of links, batches.

use http::Method;
use serde_json::{Value, json};

use crate::azure_devops::{TOKEN, client, filled, patch, path};
use crate::client::Client;

fn preview(rest: &str) -> String {
    path(rest).replace("api-version=7.1", "api-version=7.1-preview")
}

async fn send(client: &Client, method: Method, rest: &str, body: &Value) -> Value {
    let answer = client.json(method, &path(rest), body).await;
    assert!(answer.status.is_success(), "{rest}: {}", answer.status);
    answer.json()
}

async fn made(client: &Client, title: &str) -> u64 {
    let changes = [("/fields/System.Title", json!(title)), ("/fields/System.Tags", json!("a; b"))];
    let made = patch(client, Method::POST, "wit/workitems/$Task", &changes).await.with(200);
    made["id"].as_u64().unwrap()
}

#[tokio::test]
async fn a_node_is_renamed_moved_and_removed_and_its_items_follow() {
    let client = client(filled(5)).await;
    let id = made(&client, "An item").await;
    let areas = "wit/classificationnodes/areas";
    let site = send(&client, Method::POST, areas, &json!({"name": "Site"})).await;
    let cart =
        send(&client, Method::POST, &format!("{areas}/Site"), &json!({"name": "Cart"})).await;
    let place = [("/fields/System.AreaPath", json!("Fabrikam\\Site\\Cart"))];
    let item = format!("wit/workitems/{id}");
    patch(&client, Method::PATCH, &item, &place).await.with(200);
    let below = format!("{areas}/Site");
    let renamed = send(&client, Method::PATCH, &below, &json!({"name": "Shop"})).await;
    assert_eq!(renamed["id"], site["id"]);
    let shown = client.get(&path(&item)).await.with(200);
    assert_eq!(shown["fields"]["System.AreaPath"], "Fabrikam\\Shop\\Cart");
    assert_eq!(shown["rev"], 2, "a rename is no revision");
    // By its id a node goes below another: 200 and not 201.
    let moved = client.post(&path(areas), &json!({"id": cart["id"]})).await.with(200);
    assert_eq!(moved["path"], "\\Fabrikam\\Area\\Cart");
    let target = format!("{areas}/Cart?$reclassifyId={}", site["id"]);
    client.json(Method::DELETE, &path(&target), &Value::Null).await.is(204);
    let shown = client.get(&path(&item)).await.with(200);
    assert_eq!(shown["fields"]["System.AreaPath"], "Fabrikam\\Shop");
    client.get(&path(&format!("{areas}/Cart"))).await.with(404);
    client.json(Method::DELETE, &path(areas), &Value::Null).await.with(400);
}

#[tokio::test]
async fn a_team_has_settings_areas_and_iterations() {
    let client = client(filled(5)).await;
    let teams =
        client.get("/fabrikam/_apis/projects/Fabrikam/teams?api-version=7.1").await.with(200);
    let team = &teams["value"][0];
    assert_eq!(
        (&team["name"], &team["projectName"]),
        (&json!("Fabrikam Team"), &json!("Fabrikam"))
    );
    let named = |rest: &str| {
        format!("/fabrikam/Fabrikam/Fabrikam%20Team/_apis/work/teamsettings{rest}?api-version=7.1")
    };
    client.get(&named("").replace("Fabrikam%20Team", "No%20Team")).await.with(404);
    let node = json!({"name": "Toured", "attributes": {"startDate": "2026-01-05T00:00:00Z"}});
    let node = send(&client, Method::POST, "wit/classificationnodes/iterations", &node).await;
    let id = node["identifier"].as_str().unwrap();
    let iterations = named("/iterations");
    let taken = client.post(&iterations, &json!({ "id": id })).await.with(201);
    assert_eq!(taken["path"], "Fabrikam\\Toured");
    let one = named(&format!("/iterations/{id}"));
    assert_eq!(client.get(&one).await.with(200)["name"], "Toured");
    let empty = client.get(&named(&format!("/iterations/{id}/workitems"))).await.with(200);
    assert_eq!(empty["workItemRelations"], json!([]));
    let settings = json!({"backlogIteration": id, "defaultIteration": id});
    let settings = client.json(Method::PATCH, &named(""), &settings).await.with(200);
    assert_eq!(settings["backlogIteration"]["path"], "\\Toured");
    assert_eq!(settings["defaultIterationMacro"], Value::Null);
    client.json(Method::DELETE, &one, &Value::Null).await.is(204);
    client.get(&one).await.with(404);
    let left = client.get(&iterations).await.with(200);
    assert!(left["value"].as_array().unwrap().iter().all(|it| it["id"] != *id), "{left}");
    let areas = named("/teamfieldvalues");
    let refused = client.json(Method::PATCH, &areas, &json!({"values": []})).await.with(400);
    assert_eq!(refused["message"], "DefaultValue");
    let values = json!({"defaultValue": "Fabrikam",
        "values": [{"value": "Fabrikam", "includeChildren": true}]});
    let values = client.json(Method::PATCH, &areas, &values).await.with(200);
    assert_eq!(values["values"][0]["includeChildren"], true);
}

#[tokio::test]
async fn a_tag_is_renamed_and_removed_on_all_items() {
    let client = client(filled(0)).await;
    let id = made(&client, "An item").await;
    let renamed = send(&client, Method::PATCH, "wit/tags/a", &json!({"name": "c"})).await;
    let tags = || async {
        let item = client.get(&path(&format!("wit/workitems/{id}"))).await.with(200);
        (item["fields"]["System.Tags"].clone(), item["rev"].clone())
    };
    assert_eq!(tags().await, (json!("b; c"), json!(1)));
    let by_id = format!("wit/tags/{}", renamed["id"].as_str().unwrap());
    assert_eq!(client.get(&path(&by_id)).await.with(200)["name"], "c");
    client.json(Method::DELETE, &path("wit/tags/b"), &Value::Null).await.is(204);
    assert_eq!(tags().await.0, "c");
    client.get(&path("wit/tags/b")).await.with(404);
}

#[tokio::test]
async fn the_recycle_bin_gives_back_and_destroys() {
    let client = client(filled(0)).await;
    let id = made(&client, "An item").await;
    let (item, gone) =
        (path(&format!("wit/workitems/{id}")), path(&format!("wit/recyclebin/{id}")));
    client.get(&gone).await.with(404);
    assert_eq!(client.json(Method::DELETE, &item, &Value::Null).await.with(200)["name"], "An item");
    client.get(&item).await.with(404);
    assert_eq!(client.get(&path("wit/recyclebin")).await.with(200)["value"][0]["id"], id);
    let listed = client.get(&path(&format!("wit/recyclebin?ids={id}"))).await.with(200);
    assert_eq!(listed["value"][0]["type"], "Task");
    assert_eq!(client.get(&gone).await.with(200)["resource"]["id"], id);
    client.json(Method::PATCH, &gone, &json!({"isDeleted": false})).await.with(200);
    client.get(&item).await.with(200);
    client.json(Method::DELETE, &item, &Value::Null).await.with(200);
    client.json(Method::DELETE, &gone, &Value::Null).await.is(204);
    client.get(&gone).await.with(404);
}

#[tokio::test]
async fn a_comment_has_reactions_and_versions() {
    let client = client(filled(0)).await;
    let id = made(&client, "An item").await;
    let comments = format!("wit/workItems/{id}/comments");
    let said = client.post(&preview(&comments), &json!({"text": "first"})).await.with(200);
    let comment = format!("{comments}/{}", said["id"]);
    let again = json!({"text": "second"});
    client.json(Method::PATCH, &preview(&comment), &again).await.with(200);
    let versions = client.get(&preview(&format!("{comment}/versions"))).await.with(200);
    let texts: Vec<&str> =
        versions["value"].as_array().unwrap().iter().filter_map(|it| it["text"].as_str()).collect();
    assert_eq!(texts, ["second", "first"]);
    let first = client.get(&preview(&format!("{comment}/versions/1"))).await.with(200);
    assert_eq!(first["text"], "first");
    let heart = preview(&format!("{comment}/reactions/heart"));
    assert_eq!(client.json(Method::PUT, &heart, &Value::Null).await.with(200)["count"], 1);
    let shown = client.get(&preview(&format!("{comment}?$expand=reactions"))).await.with(200);
    assert_eq!(shown["reactions"][0]["type"], "heart");
    let users = client.get(&preview(&format!("{comment}/reactions/2/users"))).await.with(200);
    assert_eq!(users["count"], 1);
    assert_eq!(client.json(Method::DELETE, &heart, &Value::Null).await.with(200)["count"], 0);
}

#[tokio::test]
async fn links_stand_in_their_feed_as_they_come_and_go() {
    let organisation = filled(0);
    let client = client(organisation).await;
    let (child, parent) = (made(&client, "Child").await, made(&client, "Parent").await);
    let link = json!({"rel": "System.LinkTypes.Hierarchy-Reverse",
        "url": format!("http://localhost/_apis/wit/workItems/{parent}")});
    let item = format!("wit/workitems/{child}");
    patch(&client, Method::PATCH, &item, &[("/relations/-", link)]).await.with(200);
    let feed = "wit/reporting/workitemlinks?linkTypes=System.LinkTypes.Hierarchy";
    let seen = client.get(&path(feed)).await.with(200);
    let entry = &seen["values"][0];
    assert_eq!(entry["rel"], "System.LinkTypes.Hierarchy-Forward");
    let ends = &entry["attributes"];
    assert_eq!((&ends["sourceId"], &ends["targetId"]), (&json!(parent), &json!(child)));
    assert_eq!((&ends["isActive"], &seen["isLastBatch"]), (&json!(true), &json!(true)));
    let removal = json!([{"op": "remove", "path": "/relations/0"}]).to_string();
    let kind = [("content-type", "application/json-patch+json")];
    client.ask(Method::PATCH, &path(&item), &kind, removal.into()).await.unwrap().with(200);
    let token = seen["continuationToken"].as_str().unwrap();
    let since = client.get(&path(&format!("{feed}&continuationToken={token}"))).await.with(200);
    assert_eq!(since["values"].as_array().unwrap().len(), 1, "{since}");
    assert_eq!(since["values"][0]["attributes"]["isActive"], false);
    let other = client.get(&path("wit/reporting/workitemlinks?types=Bug")).await.with(200);
    assert_eq!(other["values"], json!([]));
}

#[tokio::test]
async fn a_batch_makes_items_that_name_each_other_and_goes_on_after_a_fault() {
    // The documents do not know it.
    let client = Client::of(filled(0)).await.basic("", TOKEN);
    let add = |path: &str, value: Value| json!({"op": "add", "path": path, "value": value});
    let request = |uri: &str, body: Value| {
        json!({"method": "PATCH", "uri": uri, "body": body,
            "headers": {"Content-Type": "application/json-patch+json"}})
    };
    let make = "/Fabrikam/_apis/wit/workitems/$Task?api-version=7.1";
    let link = json!({"rel": "System.LinkTypes.Hierarchy-Reverse",
        "url": "https://dev.azure.com/fabrikam/_apis/wit/workitems/-1"});
    let batch = json!([
        request(
            make,
            json!([add("/id", json!("-1")), add("/fields/System.Title", json!("Parent"))])
        ),
        request(make, json!([add("/fields/System.Title", json!(""))])),
        request(
            make,
            json!([
                add("/id", json!("-2")),
                add("/fields/System.Title", json!("Child")),
                add("/relations/-", link),
            ])
        ),
        request(
            "/_apis/wit/workitems/1?api-version=7.1",
            json!([add("/fields/System.Title", json!("Renamed"))])
        ),
    ]);
    let target = "/fabrikam/_apis/wit/$batch?api-version=7.1";
    let answer = client.json(Method::PATCH, target, &batch).await.with(200);
    let codes: Vec<u64> =
        answer["value"].as_array().unwrap().iter().filter_map(|it| it["code"].as_u64()).collect();
    assert_eq!(codes, [200, 400, 200, 200]);
    let body = |at: usize| -> Value {
        serde_json::from_str(answer["value"][at]["body"].as_str().unwrap()).unwrap()
    };
    assert!(body(1)["message"].as_str().unwrap().starts_with("TF401320"), "{}", body(1));
    assert_eq!(body(2)["fields"]["System.Parent"], body(0)["id"]);
    assert_eq!(body(3)["fields"]["System.Title"], "Renamed");
}
