use serde_json::{Value, json};

use super::{Schema, Side};
use crate::contract::Tracker;

fn jira() -> Value {
    json!({ "components": { "schemas": {
        "Person": {
            "type": "object",
            "properties": {
                "id": { "type": "string", "readOnly": true },
                "secret": { "type": "string", "writeOnly": true },
                "name": { "type": "string" },
                "nick": { "type": "string", "nullable": true },
                "boss": { "allOf": [{ "$ref": "#/components/schemas/Person" }], "nullable": true },
            },
            "required": ["id", "name"],
        },
    } } })
}

fn azure_devops() -> Value {
    json!({ "definitions": {
        "Thing": { "properties": { "url": { "type": "string" } } },
        "Field": {
            "allOf": [{ "$ref": "#/definitions/Thing" }],
            "properties": {
                "kind": { "type": "string", "enum": ["text", "number"] },
                "value": { "type": "object" },
                "values": { "type": "object", "additionalProperties": { "type": "integer" } },
            },
        },
    } })
}

fn differs(
    document: &Value,
    schema: &Value,
    tracker: Tracker,
    side: Side,
    value: &Value,
) -> Vec<String> {
    let schema = Schema::compile(document, schema, tracker, side).unwrap();
    schema.differences(value).into_iter().map(|it| format!("{} {}", it.at, it.words)).collect()
}

#[test]
fn what_is_only_read_is_not_sent_and_the_other_way_round() {
    let (document, person) = (jira(), json!({ "$ref": "#/components/schemas/Person" }));
    let of = |side, value| differs(&document, &person, Tracker::Jira, side, &value);
    assert_eq!(of(Side::Request, json!({ "name": "A", "secret": "x" })), [""; 0]);
    assert_eq!(of(Side::Answer, json!({ "name": "A", "id": "1" })), [""; 0]);
    let hidden = "is not for this direction";
    let both = json!({ "name": "A", "id": "1", "secret": "x" });
    assert_eq!(of(Side::Request, both.clone()), [format!("/id {hidden}")]);
    assert_eq!(of(Side::Answer, both), [format!("/secret {hidden}")]);
    assert_eq!(of(Side::Answer, json!({ "name": "A" })), ["/id is missing"]);
}

#[test]
fn only_what_may_be_null_is() {
    let (document, person) = (jira(), json!({ "$ref": "#/components/schemas/Person" }));
    let of = |value| differs(&document, &person, Tracker::Jira, Side::Answer, &value);
    assert_eq!(of(json!({ "name": "A", "id": "1", "nick": null, "boss": null })), [""; 0]);
    let boss = json!({ "name": "A", "id": "1", "boss": { "id": "2", "name": null } });
    assert_eq!(of(boss), ["/boss/name is of type null, not string"]);
}

#[test]
fn azure_devops_wraps_lists_and_extends_schemas() {
    let document = azure_devops();
    let list = json!({ "type": "array", "items": { "$ref": "#/definitions/Field" } });
    let of = |side, value| differs(&document, &list, Tracker::AzureDevops, side, &value);
    let field = json!({ "url": null, "kind": "text", "value": [1], "values": { "a": 1 } });
    assert_eq!(of(Side::Answer, json!({ "count": 1, "value": [field] })), [""; 0]);
    assert_eq!(of(Side::Answer, json!([field])), [" is of type array, not object"]);
    assert_eq!(of(Side::Request, json!([{ "url": null }])), ["/*/url is of type null, not string"]);
    let wrong = json!({ "count": 1, "value": [{ "kind": "date", "values": { "a": "b" } }] });
    assert_eq!(
        of(Side::Answer, wrong),
        [
            "/value/*/kind is none of the values that the schema names",
            "/value/*/values/a is of type string, not integer",
        ]
    );
}
