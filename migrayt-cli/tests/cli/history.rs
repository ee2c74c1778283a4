//! Who made an item and when is kept beside its marker, for programs, and verification looks at it.

use serde_json::json;

use crate::oracle;
use crate::world::World;

#[test]
fn who_made_an_item_and_when_is_kept_and_verified() {
    let person = |name: &str, address: &str| json!({ "displayName": name, "uniqueName": address });
    let world = World::new([json!({
        "id": 7, "rev": 3,
        "fields": {
            "System.TeamProject": "Fabrikam", "System.WorkItemType": "Task",
            "System.State": "To Do", "System.Title": "Item",
            "System.AreaPath": "Fabrikam", "System.IterationPath": "Fabrikam",
            "System.CreatedBy": person("Eve Conti", "eve@example.com"),
            "System.ChangedBy": person("Finn Jonas", "finn@example.com"),
            "System.CreatedDate": "2019-05-03T06:57:00+02:00",
            "System.ChangedDate": "2019-05-05T15:36:00.25Z",
        },
        "relations": [],
    })]);
    world.plan();
    world.expect(0, &["run"]);
    let issue = oracle::by_source(&world).remove(&7).unwrap();
    let kept = json!({
        "created": "2019-05-03T04:57:00Z", "created_by": "Eve Conti",
        "changed": "2019-05-05T15:36:00.25Z", "changed_by": "Finn Jonas",
    });
    assert_eq!(issue.properties["migrayt.history"], kept);
    assert_eq!(world.json(0, &["verify"])["mismatches"], 0);
    let changed = json!({ "created": "2020-01-01T00:00:00Z" });
    assert!(world.jira().set_property(&issue.key, "migrayt.history", Some(changed)));
    let found = world.json(1, &["verify"]);
    assert_eq!(found["differences"][0]["place"], "property:migrayt.history", "{found}");
}
